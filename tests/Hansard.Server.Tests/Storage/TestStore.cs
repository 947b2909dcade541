using Dapper;
using Hansard.Protocol;
using Hansard.Server.Connections;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Networks;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hansard.Server.Tests.Storage;

/// <summary>The real store without sockets: a database of its own, one network, people and dialogs put there directly.</summary>
internal sealed class TestStore : IDisposable
{
    public static readonly byte[] Seed = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly Announcer announcer;

    public TestStore(TimeProvider? time = null)
    {
        ServerSettings settings = new([ServerSettings.DefaultUrl], Folder, Database: TestEngine.NewDatabase().GetAwaiter().GetResult());
        Database = Database.Open(settings, DataFolder.Open(Folder), NullLoggerFactory.Instance).Value;
        Network = new Network(1, "default", new NetworkSettings(Recording.Off, null, null, null, RequireSecret: false, new NetworkLimits(), []), JournalHead.Empty);
        announcer = new Announcer(new ConnectionDirectory(), NullLogger.Instance);
        Writer = new GroupCommit(Database, new JournalWriter(Seed), announcer, time ?? TimeProvider.System, NullLogger.Instance);
        Writer.Start();
        Writer.Run(batch => batch.Sql.Execute("""
            INSERT INTO networks (id, name, recording, settings, head, head_hash, head_signature, head_ts, created)
            VALUES (1, 'default', 'off', '{}', 0, @origin, @none, 0, 0)
            """, new { origin = JournalHead.Empty.Hash, none = JournalHead.Empty.Signature })).Wait();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("hansard-store-").FullName;

    public Database Database { get; }

    public Network Network { get; }

    public GroupCommit Writer { get; }

    /// <summary>Somebody who has registered, as he would be signed in.</summary>
    public async Task<Caller> Person(string name)
    {
        long key = await Writer.Run(batch => batch.Sql.ExecuteScalar<long>("""
            INSERT INTO users (network_id, user_id, is_bot, registered, created_ms, last_login_ms, avatar_updated_ms, keys_updated_ms, blocked)
            VALUES (1, @name, 0, 1, 0, 0, 0, 0, 0) RETURNING id
            """, new { name }));
        return new Caller(Network, CallerKind.Person, key, new UserId(name), key, new DeviceId("device of " + name), ConnectionId: key);
    }

    public Task Conversation(string uuid, params Caller[] people) => Writer.Run(batch =>
    {
        long id = batch.Sql.ExecuteScalar<long>("""
            INSERT INTO conversations (network_id, uuid, is_dialog, blocked, deleted, has_avatar, avatar_updated_ms, created_ms, session_key_id)
            VALUES (1, @uuid, 0, 0, 0, 0, 0, 0, 0) RETURNING id
            """, new { uuid });
        long keyId = batch.Sql.ExecuteScalar<long>("INSERT INTO session_keys (conversation_id, uuid, created_ms) VALUES (@id, @key, 0) RETURNING id", new { id, key = "key of " + uuid });
        batch.Sql.Execute("UPDATE conversations SET session_key_id = @keyId WHERE id = @id", new { id, keyId });
        foreach (Caller person in people)
            batch.Sql.Execute("INSERT INTO members VALUES (@id, @key, 1, 1, 0, NULL, @spans, @none, @none, 0, 0, 0)",
                new { id, key = person.UserKey, none = Array.Empty<byte>(), spans = RangeSet.From(1).ToBytes() });
        return id;
    });

    public void Dispose()
    {
        Writer.Dispose();
        announcer.Dispose();
        Database.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
