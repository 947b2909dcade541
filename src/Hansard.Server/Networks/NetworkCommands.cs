using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Server.Admin;
using Hansard.Server.Bots;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Settings;
using Hansard.Server.Storage;

namespace Hansard.Server.Networks;

/// <summary>What operators do to networks. Each runs on the writer, as everything that changes something.</summary>
internal sealed class NetworkCommands(NetworkDirectory networks, NetworkRemoval removal, Assets assets, byte[] journalPublicKey, string? limitsFile)
{
    private const int NameCharactersMaximum = 32;

    public Result<NetworkCreated> Create(CreateNetwork call, Batch batch)
    {
        if (!IsName(call.Network))
            return Failure.Invalid($"A network's name has 1 to {NameCharactersMaximum} lower-case letters, digits and hyphens, and begins with no hyphen.");
        NetworkSettings blank = new(Recording.Off, null, null, null, RequireSecret: false, new NetworkLimits(), []);
        Result<NetworkSettings> settings = NetworkChanges.Apply(batch.Sql, network: null, blank, new ChangeNetwork(call.Network, call.Recording, call.AuthorityPublicKeyPem), assets);
        if (!settings.Succeeded) return settings.Failure;
        if (NetworkStore.Create(batch.Sql, call.Network, settings.Value, limitsFile, batch.Now) is not { } network)
            return Failure.Conflict($"There is a network {call.Network} already.");

        batch.Record(network, FactDraft.OfNetwork(new NetworkSettingsChanged(NetworkChanges.Between(before: null, settings.Value))));
        string password = BotPasswords.Make(batch.Sql, network, batch.Now);
        batch.Announce(new AfterCommit(() => networks.Add(network)));
        return new NetworkCreated(Report(batch, network), password);
    }

    public Result<NetworkList> List(ListNetworks call, Batch batch) =>
        new NetworkList([.. networks.All.OrderBy(network => network.Name, StringComparer.Ordinal).Select(network => Report(batch, network))]);

    public Result<NetworkReport> Show(ShowNetwork call, Batch batch) =>
        networks.Find(call.Network) is { } network ? Report(batch, network) : NoNetwork(call.Network);

    public Result<NetworkReport> Change(ChangeNetwork call, Batch batch)
    {
        if (networks.Living(call.Network, out Network network) is { } refusal) return refusal;
        Result<NetworkSettings> settings = NetworkChanges.Apply(batch.Sql, network, network.Settings, call, assets);
        if (!settings.Succeeded) return settings.Failure;
        Dictionary<string, string> changes = NetworkChanges.Between(network.Settings, settings.Value);
        if (changes.Count > 0)
        {
            NetworkStore.Save(batch.Sql, network.Id, settings.Value);
            batch.Change(network, settings.Value);
            batch.Record(network, FactDraft.OfNetwork(new NetworkSettingsChanged(changes)));
        }
        return Report(batch, network);
    }

    /// <summary>Asked again it goes on, and says how far it is.</summary>
    public Result<NetworkReport> Delete(DeleteNetwork call, Batch batch)
    {
        if (networks.Find(call.Network) is not { } network) return NoNetwork(call.Network);
        if (network.Settings.HasEnded) removal.Acknowledged(batch, network);
        else removal.Begin(batch, network);
        return Report(batch, network);
    }

    public Result<BotPasswordMade> MakeBotPassword(MakeBotPassword call, Batch batch) => networks.Living(call.Network, out Network network) is { } refusal
        ? refusal
        : new BotPasswordMade(BotPasswords.Make(batch.Sql, network, batch.Now));

    public static Failure NoNetwork(string name) => Failure.NotFound($"There is no network {name}.");

    private NetworkReport Report(Batch batch, Network network)
    {
        NetworkSettings settings = network.Settings;
        (long people, long conversations) = NetworkStore.Counts(batch.Sql, network.Id);
        return new NetworkReport(network.Name, settings.Recording.Name(), settings.AuthorityPublicKey, settings.RequireSecret, settings.SupportId, settings.AdminId,
            settings.Limits.ByName(), [.. settings.Recorders.Select(recorder => recorder.Name)], people, conversations,
            network.PublishedHead.Sequence, Convert.ToHexStringLower(journalPublicKey), settings.Admission.Name(),
            AdmissionStore.Count(batch.Sql, network), settings.AndroidUrl, settings.Theme.ByName(), NetworkRemoval.Ending(batch, network));
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= NameCharactersMaximum && name[0] != '-' && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
