using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hansard.Protocol;

namespace Hansard.Client.LocalStore;

/// <summary>
/// What a device remembers, as files that only their owner may read: who it is, whose keys it saw, which session keys it opened. One
/// process at a time has it. Keys stand in clear, as on any device that can read its messages: the folder is as secret as they are. What was said is
/// kept under a key derived from them (<see cref="StoreKey"/>).
/// </summary>
internal sealed class DeviceStore : IDisposable
{
    private const string IdentityFile = "identity.json";
    private const string PinsFile = "pins.json";
    private const string SessionKeysFolder = "session-keys";
    private const string MirrorFile = "conversations.db";

    private readonly string folder;
    private readonly FileStream held;
    private readonly Lock pinsGate = new();

    private DeviceStore(string folder, FileStream held, StoredIdentity? identity, StoredPins pins) =>
        (this.folder, this.held, Identity, Pins) = (folder, held, identity, pins);

    public StoredIdentity? Identity { get; private set; }

    public StoredPins Pins { get; private set; }

    public static Result<DeviceStore> Open(string folder)
    {
        PrivateFile.CreateFolder(folder);
        PrivateFile.CreateFolder(Path.Combine(folder, SessionKeysFolder));
        if (PrivateFile.Lock(Path.Combine(folder, "lock")) is not { } held) return Failure.Conflict($"Another client is using {folder}.");
        var identity = Read(Path.Combine(folder, IdentityFile), StoredJson.Default.StoredIdentity);
        var pins = Read(Path.Combine(folder, PinsFile), StoredJson.Default.StoredPins);
        if (identity.Succeeded && pins.Succeeded) return new DeviceStore(folder, held, identity.Value, pins.Value ?? StoredPins.None);
        held.Dispose();
        return (identity.Failure ?? pins.Failure)!;
    }

    public void Save(StoredIdentity identity)
    {
        Write(Path.Combine(folder, IdentityFile), identity, StoredJson.Default.StoredIdentity);
        Identity = identity;
    }

    /// <summary>One change after another: what each sees is what the last one left.</summary>
    public void ChangePins(Func<StoredPins, StoredPins> change)
    {
        lock (pinsGate)
        {
            var changed = change(Pins);
            if (ReferenceEquals(changed, Pins)) return;
            Write(Path.Combine(folder, PinsFile), changed, StoredJson.Default.StoredPins);
            Pins = changed;
        }
    }

    /// <summary>What cannot be read counts as not there: session keys can be fetched again.</summary>
    public IReadOnlyList<StoredSessionKey> SessionKeys(ConversationUuid conversation)
    {
        var read = Read(SessionKeysFile(conversation), StoredJson.Default.StoredSessionKeys);
        return read is { Succeeded: true, Value: { } stored } && stored.Conversation == conversation ? stored.Keys : [];
    }

    public void Save(ConversationUuid conversation, IReadOnlyList<StoredSessionKey> keys) =>
        Write(SessionKeysFile(conversation), new(conversation, keys), StoredJson.Default.StoredSessionKeys);

    /// <summary>What the user of this device knows of his conversations; one at a time.</summary>
    public Mirror OpenMirror(StoreKey key, UserId own) => new(StoreFile.Open(Path.Combine(folder, MirrorFile), key), own);

    /// <summary>The user is no more: nothing that is his stays on this device.</summary>
    public void Forget()
    {
        File.Delete(Path.Combine(folder, IdentityFile));
        File.Delete(Path.Combine(folder, PinsFile));
        foreach (var file in Directory.EnumerateFiles(folder, MirrorFile + "*")) File.Delete(file);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, SessionKeysFolder))) File.Delete(file);
        (Identity, Pins) = (null, StoredPins.None);
    }

    public void Dispose() => held.Dispose();

    /// <summary>Nothing that a server sends becomes a path.</summary>
    private string SessionKeysFile(ConversationUuid conversation) =>
        Path.Combine(folder, SessionKeysFolder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(conversation.Value))) + ".json");

    private static void Write<T>(string path, T value, JsonTypeInfo<T> type) =>
        PrivateFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(value, type));

    private static Result<T?> Read<T>(string path, JsonTypeInfo<T> type) where T : class
    {
        if (PrivateFile.Read(path) is not { } json) return (T?)null;
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            return Failure.Invalid($"{path} cannot be read.");
        }
    }
}
