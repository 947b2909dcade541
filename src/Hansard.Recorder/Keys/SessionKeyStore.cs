using System.Text.Json;
using Hansard.Archive.Log;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;

namespace Hansard.Recorder.Keys;

/// <summary>
/// Every session key that was ever wrapped for this recorder, kept as it was wrapped: the file opens nothing without the recorder's private key.
/// The server gives each wrap once, beside the fact that names it; without this file a restart could not read what follows.
/// </summary>
internal sealed class SessionKeyStore : IDisposable
{
    /// <summary>Opened keys in memory, twice at most; opening one again takes milliseconds.</summary>
    private const int OpenedKeysInMemory = 10_000;

    private readonly record struct Place(long Offset, int Length);

    private readonly record struct Name(ConversationUuid Conversation, SessionKeyUuid Key);

    private readonly AppendFile file;
    private readonly UserKeyPair own;
    private readonly Dictionary<Name, Place> places = [];
    private Dictionary<Name, OpenedKey> recent = [];
    private Dictionary<Name, OpenedKey> older = [];

    private SessionKeyStore(AppendFile file, UserKeyPair own) => (this.file, this.own) = (file, own);

    /// <exception cref="InvalidDataException">The file is not as this program left it.</exception>
    public static SessionKeyStore Open(IRecordDisk disk, string path, UserKeyPair own)
    {
        var store = new SessionKeyStore(AppendFile.Open(disk, path), own);
        long offset = 0;
        foreach (var line in RecordReader.StoredLines(path))
        {
            store.Index(Read(line), new Place(offset, line.Utf8.Length));
            offset += line.Utf8.Length + 1;
        }
        return store;
    }

    /// <summary>Keeps those that are new, durable when it returns.</summary>
    /// <exception cref="RecordHaltedException">The disk refused; the same call may be repeated.</exception>
    public void Keep(IEnumerable<FeedSessionKey> wraps)
    {
        var added = wraps.Where(wrap => !places.ContainsKey(NameOf(wrap)))
            .Select(wrap => (Wrap: wrap, Json: JsonSerializer.SerializeToUtf8Bytes(wrap, Wire<FeedSessionKey>.Info))).ToArray();
        var offset = file.Length;
        file.Append([.. added.SelectMany(wrap => wrap.Json.Append((byte)'\n'))]);
        foreach (var (wrap, json) in added)
        {
            Index(wrap, new Place(offset, json.Length));
            offset += json.Length + 1;
        }
    }

    /// <summary>Null where no such key was ever wrapped for this recorder.</summary>
    public OpenedKey? Find(ConversationUuid conversation, SessionKeyUuid key)
    {
        var name = new Name(conversation, key);
        if (recent.TryGetValue(name, out var opened)) return opened;
        if (!older.TryGetValue(name, out opened))
        {
            if (!places.TryGetValue(name, out var place)) return null;
            opened = OpenedKey.Of(JsonSerializer.Deserialize(file.Read(place.Offset, place.Length), Wire<FeedSessionKey>.Info)!, own);
        }
        if (recent.Count >= OpenedKeysInMemory) (older, recent) = (recent, []);
        return recent[name] = opened;
    }

    public void Dispose() => file.Dispose();

    private static Name NameOf(FeedSessionKey wrap) => new(wrap.ConversationUuid, wrap.Uuid);

    private void Index(FeedSessionKey wrap, Place place) => places.TryAdd(NameOf(wrap), place);

    private static FeedSessionKey Read(StoredLine line)
    {
        try
        {
            return JsonSerializer.Deserialize(line.Utf8.Span, Wire<FeedSessionKey>.Info)!;
        }
        catch (JsonException)
        {
            throw new InvalidDataException($"{line.File}:{line.Number}: no session key");
        }
    }
}
