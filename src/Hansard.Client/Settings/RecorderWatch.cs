using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Client.Events;
using Hansard.Client.LocalStore;
using Hansard.Client.SessionKeys;
using Hansard.Protocol;
using Hansard.Protocol.Settings;

namespace Hansard.Client.Settings;

/// <summary>
/// Who records this network. The server only names recorders; the authority key, which it does not hold, vouches for them. One whom it
/// does not vouch for stops everything that would give him a key.
/// </summary>
internal sealed class RecorderWatch(string network, UserPublicKey? authority, DeviceStore store, Link link, EventStream events)
{
    public IReadOnlyList<Recorder> Recorders { get; private set; } = [];

    /// <summary>One of <see cref="RecordingModes"/>.</summary>
    public string Recording { get; private set; } = RecordingModes.Off;

    /// <summary>Asks who records now, and tells when it is not who recorded when this device last looked.</summary>
    public async Task<Result<IReadOnlyList<Recorder>>> RefreshAsync(CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new RequestGetServerSettings(), cancellation);
        if (!answer.Succeeded) return answer.Failure;
        Recording = answer.Value.Hansard?.Recording ?? RecordingModes.Off;
        Recorders = [.. (answer.Value.Hansard?.Recorders ?? []).Select(Judge)];
        await TellChangesAsync();
        return Recorders.ToList();
    }

    /// <summary>Those for whom every new key must be wrapped; <c>untrusted</c> if the authority does not vouch for one of them.</summary>
    public async Task<Result<IReadOnlyList<Recipient>>> RecipientsAsync(CancellationToken cancellation)
    {
        var recorders = await RefreshAsync(cancellation);
        if (!recorders.Succeeded) return recorders.Failure;
        if (recorders.Value.FirstOrDefault(recorder => recorder.Distrust is not null) is { } stranger) return stranger.Distrust!;
        return recorders.Value.Select(recorder => new Recipient(recorder.UserId, recorder.KeyPairUuid, recorder.PublicKey!)).ToList();
    }

    private Recorder Judge(RecorderView view)
    {
        var key = UserPublicKey.Parse(view.PublicKeyBase64);
        var statement = new RecorderStatement(network, view.UserId, view.KeyPairUuid, view.PublicKeyBase64);
        Failure? distrust = authority is null
            ? Distrust(view, $"and this client knows no authority key of {network} that could vouch for him")
            : !key.Succeeded || !statement.IsSignedBy(authority, view.SignatureBase64)
                ? Distrust(view, $"but the authority of {network} does not vouch for him")
                : null;
        return new(view.UserId, view.Name, view.KeyPairUuid, key.Succeeded ? key.Value.Fingerprint : "", distrust)
        {
            PublicKey = key.Succeeded ? key.Value : null,
        };
    }

    private static Failure Distrust(RecorderView view, string why) =>
        ClientStatus.UntrustedBecause($"The server names {view.Name} as a recorder, {why}.");

    /// <summary>At a device's first look there is nothing to compare with, but it is told all the same: people must see who records.</summary>
    private async Task TellChangesAsync()
    {
        var now = Recorders.Select(recorder => new StoredRecorder(recorder.UserId, recorder.Name, recorder.KeyPairUuid)).ToList();
        var before = store.Pins.Recorders;
        if (before is not null && before.ToHashSet().SetEquals(now)) return;
        store.ChangePins(pins => pins with { Recorders = now });
        if (before is null && now.Count == 0) return;
        var added = Recorders.Where(
            recorder => before?.Any(known => known.UserId == recorder.UserId && known.KeyPairUuid == recorder.KeyPairUuid) != true);
        var retired = (before ?? []).Select(known => known.UserId).Except(now.Select(recorder => recorder.UserId));
        await events.PublishAsync(new RecordersChanged(Recorders, [.. added], [.. retired]));
    }
}
