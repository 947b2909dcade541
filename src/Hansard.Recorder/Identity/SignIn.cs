using Hansard.Client;
using Hansard.Client.Bots;
using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Settings;

namespace Hansard.Recorder.Identity;

/// <summary>Makes a connection this recorder's: registers on the first start, waits until people have approved it, logs in, checks who it is taken for.</summary>
internal sealed class SignIn(RecorderSettings settings, RecorderIdentity identity, RecorderProgress progress, RecorderVoice voice)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private bool explained;

    /// <summary>The journal key under which this recorder reads the feed, or why there is no going on with this connection.</summary>
    public async Task<Result<string>> RunAsync(MessengerConnection connection, CancellationToken cancellation)
    {
        if (!identity.IsRegistered && await RegisterAsync(connection, cancellation) is { } refused) return refused;
        while (true)
        {
            var login = await connection.AuthenticateAsync(identity.Bot, cancellation);
            progress.Change(now => login.Succeeded ? now with { LogIns = now.LogIns + 1 } : now with { LogInFailures = now.LogInFailures + 1 });
            if (login.Succeeded) break;
            if (login.Failure.Status is ClientStatus.Disconnected or ClientStatus.ProtocolFault) return login.Failure;
            ExplainWaiting(login.Failure);
            await Task.Delay(BetweenTries, settings.Time, cancellation);
        }
        return await CheckAsync(connection, cancellation);
    }

    private async Task<Failure?> RegisterAsync(MessengerConnection connection, CancellationToken cancellation)
    {
        if (settings.OneTimePassword is not { } password)
            return RecorderStatus.CannotStart($"The first start needs the one-time password that 'hansard network create' printed for {settings.UserName}.");
        var registered = await connection.RegisterAsync(identity.Bot, password, cancellation);
        if (registered.Succeeded)
        {
            identity.NoteRegistered();
            voice.Say($"Registered as {settings.UserName} in the network {settings.Network}.");
            return null;
        }
        return registered.Failure.Status is ClientStatus.Disconnected
            ? registered.Failure
            : RecorderStatus.CannotStart($"The server refuses to register {settings.UserName}: {registered.Failure.Description}");
    }

    private void ExplainWaiting(Failure refusal)
    {
        if (explained) return;
        explained = true;
        voice.Say($"""
            Not let in yet: {refusal.Description}
              This recorder waits until it is approved. Its keys:
                signing key  {identity.Bot.SigningKey.PublicKeyHex}
                fingerprint  {identity.Bot.KeyPair.Public.Fingerprint}
              1. Beside the server:           hansard network bot show {settings.Network} {settings.UserName} --json > bot.json
              2. Where the authority key is:  hansard authority sign --key AUTHORITY-KEY --bot bot.json --fingerprint {identity.Bot.KeyPair.Public.Fingerprint}
              3. Beside the server:           hansard network bot approve {settings.Network} {settings.UserName} --signing-key {identity.Bot.SigningKey.PublicKeyHex} --recorder --signature SIGNATURE
            """);
        // Whoever waits for this finds the explanation.
        progress.Change(now => now with { Phase = RecorderPhase.WaitingForApproval });
    }

    private async Task<Result<string>> CheckAsync(MessengerConnection connection, CancellationToken cancellation)
    {
        var answer = await connection.SendAsync(new RequestGetServerSettings(), cancellation);
        if (!answer.Succeeded) return answer.Failure;
        if (answer.Value.Hansard is not { } recording || recording.Recorders.FirstOrDefault(recorder => recorder.UserId == identity.Bot.UserId) is not { } shown)
            return RecorderStatus.CannotStart($"{settings.UserName} is no recorder of the network {settings.Network}: it was approved without --recorder, or retired.");
        if (shown.PublicKeyBase64 != identity.Bot.KeyPair.Public.Pem)
            return RecorderStatus.Fault($"The server shows people another key for {settings.UserName} than the one that was made here: what they write would be wrapped for somebody else.");
        if (identity.JournalKeyHex is null) identity.PinJournalKey(recording.JournalKeyHex);
        return identity.JournalKeyHex == recording.JournalKeyHex
            ? recording.JournalKeyHex
            : RecorderStatus.Fault("The server signs its journal with another key than the one that this recorder saw first.");
    }
}
