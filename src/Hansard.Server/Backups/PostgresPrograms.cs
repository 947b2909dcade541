using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Hansard.Protocol;
using Npgsql;

namespace Hansard.Server.Backups;

/// <summary>PostgreSQL's own programs, <c>pg_dump</c> and <c>pg_restore</c>: found beside others or in Debian's place, not older than the server.</summary>
internal static partial class PostgresPrograms
{
    private const string DebianFolders = "/usr/lib/postgresql";

    /// <summary>What is repeated of a program's complaints, in characters.</summary>
    private const int ComplaintCharactersMaximum = 1_000;

    /// <summary>Runs a program against the database of a connection string. Null: it has done its work.</summary>
    public static async Task<Failure?> Run(string name, string connectionString, int serverMajor, CancellationToken cancellation, params string[] arguments)
    {
        if (Find(name, serverMajor) is not { } program)
        {
            return Failure.NotFound($"There is no {name} of PostgreSQL {serverMajor} or later on this machine (Debian: postgresql-client-{serverMajor}). "
                + $"Install it, or run this where it is: {name} {ByHand(connectionString, arguments)}");
        }
        ProcessStartInfo start = new(program, [.. arguments, "--no-password"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach ((string variable, string value) in Environment(connectionString)) start.Environment[variable] = value;
        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration killed = cancellation.Register(() => process.Kill());
        Task output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        string complaints = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await output;
        await process.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? null : Failure.Internal($"{name} failed: {complaints.Trim()[..Math.Min(complaints.Trim().Length, ComplaintCharactersMaximum)]}");
    }

    /// <summary>What <c>pg_restore --list</c> and its like print.</summary>
    public static async Task<Result<string>> Print(string name, int serverMajor, CancellationToken cancellation, params string[] arguments)
    {
        if (Find(name, serverMajor) is not { } program) return Failure.NotFound($"There is no {name} of PostgreSQL {serverMajor} or later on this machine.");
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? output : Failure.Internal($"{name} failed.");
    }

    private static string? Find(string name, int serverMajor)
    {
        IEnumerable<string> folders = (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (Directory.Exists(DebianFolders)) folders = Directory.GetDirectories(DebianFolders).Select(version => Path.Combine(version, "bin")).Concat(folders);
        return folders.Select(folder => Path.Combine(folder, name)).Where(File.Exists)
            .Select(program => (Program: program, Major: MajorOf(program))).Where(found => found.Major >= serverMajor)
            .OrderBy(found => found.Major).Select(found => found.Program).FirstOrDefault();
    }

    private static int MajorOf(string program)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Match version = Version().Match(process.StandardOutput.ReadToEnd());
            process.WaitForExit();
            return version.Success ? int.Parse(version.Groups[1].ValueSpan) : 0;
        }
        catch (Win32Exception)
        {
            return 0;
        }
    }

    /// <summary>The connection, as PostgreSQL's programs take it from their environment: an argument could be read by all.</summary>
    private static IEnumerable<(string Variable, string Value)> Environment(string connectionString)
    {
        NpgsqlConnectionStringBuilder database = new(connectionString);
        (string, string?)[] variables =
        [
            ("PGHOST", database.Host), ("PGPORT", database.Port.ToString()), ("PGUSER", database.Username), ("PGPASSWORD", database.Password),
            ("PGDATABASE", DatabaseOf(connectionString)), ("PGPASSFILE", database.Passfile), ("PGSSLROOTCERT", database.RootCertificate),
            ("PGSSLCERT", database.SslCertificate), ("PGSSLKEY", database.SslKey), ("PGAPPNAME", "hansard"), ("PGSSLMODE", database.SslMode switch
            {
                SslMode.VerifyCA => "verify-ca",
                SslMode.VerifyFull => "verify-full",
                SslMode other => other.ToString().ToLowerInvariant(),
            }),
        ];
        return variables.Where(variable => variable.Item2 is { Length: > 0 }).Select(variable => (variable.Item1, variable.Item2!));
    }

    /// <summary>A person has no snapshot of ours, and gives the password when he is asked for it.</summary>
    private static string ByHand(string connectionString, string[] arguments)
    {
        NpgsqlConnectionStringBuilder database = new(connectionString);
        string[] connection = [$"--host={database.Host}", $"--port={database.Port}", $"--username={database.Username}", $"--dbname={DatabaseOf(connectionString)}"];
        return string.Join(' ', connection.Concat(arguments.Where(argument => !argument.StartsWith("--snapshot", StringComparison.Ordinal))).Distinct().Select(Quoted));
    }

    /// <summary>The one that is meant where none is named has the user's name.</summary>
    public static string DatabaseOf(string connectionString)
    {
        NpgsqlConnectionStringBuilder database = new(connectionString);
        return database.Database ?? database.Username ?? "";
    }

    private static string Quoted(string argument) => argument.Any(character => char.IsWhiteSpace(character) || character is '"' or '$') ? $"'{argument}'" : argument;

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex Version();
}
