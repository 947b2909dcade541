using System.Data.Common;
using System.Net;
using System.Net.WebSockets;
using Dapper;
using Hansard.Protocol;
using Hansard.Client.Tests.Connections;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Deliveries;
using Hansard.Server.Push;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Push;

/// <summary>The push room on the real store and before the stand-in providers, at a pace for tests. Connections are without peers.</summary>
internal sealed class PushRoom : IAsyncDisposable
{
    private static readonly BackOff Quick = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20));

    public static readonly PushPace Pace = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(150), UsersMaximum: 1_000, PushPace.Default.Courier with
    {
        TryLimit = Patience.Longest, Farewell = Patience.Longest, BackOff = Quick, Open = Quick, TriesMaximum = 1_000,
    });

    private readonly TestStore store = new();
    private readonly ConnectionDirectory directory = new();
    private readonly List<Connection> connections = [];
    private long people;

    private readonly SetTime? clock;

    private PushRoom(TestProviders providers, PushPace pace, SetTime? clock)
    {
        this.clock = clock;
        Providers = providers;
        Database = new FailingDatabase(store.Database);
        Desk = new PushDesk(
            [new ApnsSender(ApnsKey.Read(providers.ApnsFile).Value, new Uri(providers.Url), TimeProvider.System),
             new FcmSender(FcmAccount.Read(providers.FcmFile).Value, new Uri(providers.Url), TimeProvider.System)],
            Database, store.Writer, directory, pace, clock ?? TimeProvider.System, Log);
    }

    public TestProviders Providers { get; }

    public FailingDatabase Database { get; }

    public KeptLog Log { get; } = new();

    public PushDesk Desk { get; }

    /// <param name="clock">Moves a little with each look for what is pushed, and not otherwise; null for the system's time.</param>
    public static async Task<PushRoom> Open(PushPace? pace = null, SetTime? clock = null) => new(await TestProviders.Start(), pace ?? Pace, clock);

    /// <summary>A user with one application and its token; the keys of both are the same.</summary>
    public Task<long> Device(string? token, long toldMs = 0, bool confirmed = true, bool deleted = false, long? ofUser = null) => store.Writer.Run(batch =>
    {
        long user = ofUser ?? ++people;
        return batch.Sql.ExecuteScalar<long>("""
            INSERT INTO applications (user_key, uuid, application_type, model, os_version, vendor, confirmed, deleted, device_token, device_token_ms, created_ms, last_login_ms)
            VALUES (@user, @uuid, 'test', '', '', '', @confirmed, @deleted, @token, @toldMs, 0, 0) RETURNING id
            """, new { user, uuid = Guid.NewGuid().ToString(), confirmed = confirmed ? 1 : 0, deleted = deleted ? 1 : 0, token, toldMs });
    });

    public string? TokenOf(long application) =>
        store.Database.Read(sql => sql.QuerySingle<string?>("SELECT device_token FROM applications WHERE id = @application", new { application }));

    public Task Tell(long application, string? token, long nowMs) => store.Writer.Run(batch =>
    {
        ApplicationStore.SetDeviceToken(batch.Sql, application, token, nowMs);
        return true;
    });

    /// <summary>Signs the user's application in.</summary>
    public void Connect(long user, long application)
    {
        Connection connection = new(WebSocket.CreateFromStream(Stream.Null, new WebSocketCreationOptions { IsServer = true }), new GatheringStream(Stream.Null),
            store.Network, IPAddress.Loopback, openedMs: 0, directory);
        connection.SignIn(new Caller(store.Network, CallerKind.Person, user, new UserId("user"), application, new DeviceId("device"), connection.Id));
        connections.Add(connection);
    }

    public void Wake(params long[] users) => Desk.Wake(users, exceptUserKey: 0);

    public Task Pushed(string token, int times = 1) => Until.Holds(() =>
    {
        clock?.Advance(TimeSpan.FromMilliseconds(1));
        return Count(token) >= times;
    }, $"{token} is pushed {times} times, not only {Count(token)}");

    public int Count(string token) => Providers.Pushed.Count(pushed => pushed == token);

    public async ValueTask DisposeAsync()
    {
        Desk.Dispose();
        foreach (Connection connection in connections) connection.Dispose();
        store.Dispose();
        await Providers.DisposeAsync();
        Assert.DoesNotContain(Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }
}

/// <summary>A database that does not answer some queries, counted from 1.</summary>
internal sealed class FailingDatabase(Database database) : Database
{
    private int queries;

    public Func<int, bool> IsAway { get; set; } = _ => false;

    public int Queries => Volatile.Read(ref queries);

    public override T Read<T>(Func<DbConnection, T> query) =>
        IsAway(Interlocked.Increment(ref queries)) ? throw new UnavailableException(new TimeoutException()) : database.Read(query);

    public override IWriteConnection OpenWriter(CancellationToken stopping) => throw new NotSupportedException();

    public override void Dispose()
    {
        // It is the store's.
    }
}
