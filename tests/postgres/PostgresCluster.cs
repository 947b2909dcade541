using System.Diagnostics;
using Hansard.TestPorts;
using Npgsql;

namespace Hansard.TestPostgres;

/// <summary>
/// A private PostgreSQL on loopback in a temporary folder. It and its folder are gone when this process is, however that ends: a watcher
/// outside of its session sees to it. A test project imports <c>Postgres.props</c> to have it.
/// </summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    /// <summary>
    /// Schemas in one database. A client reads all types of its database when it first connects, and each table is one: with hundreds of schemas
    /// that would take longer than most tests.
    /// </summary>
    private const int SchemasPerDatabase = 10;

    /// <summary>For each thing that a cluster is waited for; making one reads and writes a lot, on a disk that others use too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>For a cluster that need not outlive the machine: most of the time of a commit is the disk's.</summary>
    private static readonly string[] Hasty = ["fsync=off", "full_page_writes=off"];

    private static readonly Lazy<Task<PostgresCluster>> TheShared = new(() => New(durable: false));

    private readonly string folder = Directory.CreateTempSubdirectory("hansard-postgres-").FullName;
    private readonly int port = Ports.Free();
    private readonly string[] settings;
    private readonly Process watcher;
    private readonly Lock naming = new();
    private Process? postmaster;
    private Task ended = Task.CompletedTask;
    private int schemas;

    private PostgresCluster(string[] settings)
    {
        this.settings = settings;
        watcher = Process.Start(new ProcessStartInfo("setsid", [Script("watch"), folder]) { RedirectStandardInput = true })!;
    }

    /// <summary>Where its data and its socket are.</summary>
    public string Folder => folder;

    /// <summary>The one of this process, started on first use. What it has committed is there after <see cref="Kill"/>, but not after a loss of power.</summary>
    public static Task<PostgresCluster> Shared() => TheShared.Value;

    /// <param name="durable">As PostgreSQL comes: a commit returns when it is on the disk.</param>
    /// <param name="settings">Of PostgreSQL, such as <c>archive_mode=on</c>.</param>
    public static async Task<PostgresCluster> New(bool durable = true, params IEnumerable<string> settings)
    {
        PostgresCluster cluster = new([.. durable ? [] : Hasty, .. settings]);
        await cluster.Start();
        return cluster;
    }

    /// <summary>One that starts on data that <paramref name="fill"/> puts into the folder it is given, such as a base backup.</summary>
    public static async Task<PostgresCluster> On(Func<string, Task> fill, params IEnumerable<string> settings)
    {
        PostgresCluster cluster = new([.. Hasty, .. settings]);
        await fill(Path.Combine(cluster.folder, "data"));
        await cluster.Start();
        return cluster;
    }

    /// <summary>The same schema of this cluster instead.</summary>
    public string Here(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Port = port }.ToString();

    /// <summary>Runs one of PostgreSQL's programs against a cluster.</summary>
    public async Task Run(string program, params IEnumerable<string> arguments)
    {
        using Process programs = Process.Start(new ProcessStartInfo(Script("programs")) { RedirectStandardOutput = true })!;
        string folder = (await programs.StandardOutput.ReadToEndAsync()).Trim();
        ProcessStartInfo start = new(Path.Combine(folder, program), [.. arguments]) { RedirectStandardError = true };
        (start.Environment["PGHOST"], start.Environment["PGPORT"], start.Environment["PGUSER"]) = ("127.0.0.1", port.ToString(), "hansard");
        using Process running = Process.Start(start)!;
        string complaints = await running.StandardError.ReadToEndAsync();
        await running.WaitForExitAsync().WaitAsync(Patience);
        if (running.ExitCode != 0) throw new InvalidOperationException($"{program} failed: {complaints}");
    }

    /// <summary>A connection string for a new, empty schema, which ends with the cluster.</summary>
    public string NewSchema()
    {
        int number;
        string database;
        lock (naming)
        {
            number = schemas++;
            database = $"tests_{number / SchemasPerDatabase}";
            if (number % SchemasPerDatabase == 0) Execute("postgres", $"CREATE DATABASE {database}");
        }
        Execute(database, $"CREATE SCHEMA test_{number}");
        return $"{In(database)};Search Path=test_{number}";
    }

    private string In(string database) =>
        $"Host=127.0.0.1;Port={port};Username=hansard;Database={database};Timeout={Patience.TotalSeconds};Command Timeout={Patience.TotalSeconds}";

    private void Execute(string database, string sql)
    {
        using NpgsqlConnection connection = new(In(database));
        connection.Open();
        using NpgsqlCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Starts it, anew in the same folder and on the same port; returns when it takes connections.</summary>
    public async Task Start()
    {
        ProcessStartInfo start = new("setsid", [Script("cluster"), folder, port.ToString(), .. settings]) { RedirectStandardError = true };
        postmaster = Process.Start(start)!;
        List<string> said = [];
        while (await postmaster.StandardError.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            said.Add(line);
            if (!line.EndsWith("database system is ready to accept connections", StringComparison.Ordinal)) continue;
            // Everything of the cluster holds the other end, so that this ends with the last of it.
            ended = postmaster.StandardError.ReadToEndAsync();
            return;
        }
        throw new InvalidOperationException($"PostgreSQL did not start:\n{string.Join('\n', said)}");
    }

    /// <summary>Ends everything of it with SIGKILL, as a crash; returns when nothing of it is left.</summary>
    public async Task Kill()
    {
        postmaster!.Kill(entireProcessTree: true);
        await ended.WaitAsync(Patience);
        // Idle connections that wait in this process would be found dead one by one.
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Shuts it down, whoever is connected.</summary>
    public async Task Stop()
    {
        using (Process signal = Process.Start("kill", ["-INT", postmaster!.Id.ToString()])) await signal.WaitForExitAsync();
        await ended.WaitAsync(Patience);
        NpgsqlConnection.ClearAllPools();
    }

    public async ValueTask DisposeAsync()
    {
        watcher.StandardInput.Close();
        await watcher.WaitForExitAsync().WaitAsync(Patience);
        watcher.Dispose();
        postmaster?.Dispose();
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "postgres", name);
}
