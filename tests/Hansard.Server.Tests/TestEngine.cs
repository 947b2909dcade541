using Hansard.TestPostgres;

namespace Hansard.Server.Tests;

/// <summary>
/// Where this run of the tests stores: <c>HANSARD_TEST_ENGINE</c> is <c>sqlite</c> (the default) or <c>postgres</c>. All of them run on both; one that is
/// about an engine itself names it, and does the same in either run.
/// </summary>
internal static class TestEngine
{
    private static readonly bool Postgres = Environment.GetEnvironmentVariable("HANSARD_TEST_ENGINE") switch
    {
        null or "" or "sqlite" => false,
        "postgres" => true,
        var other => throw new InvalidOperationException($"HANSARD_TEST_ENGINE is '{other}'; it can be sqlite or postgres."),
    };

    /// <summary>A new, empty database, as <see cref="ServerSettings.Database"/> names it.</summary>
    public static async Task<string?> NewDatabase() => Postgres ? (await PostgresCluster.Shared()).NewSchema() : null;
}
