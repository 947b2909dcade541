using Hansard.TestPostgres;

namespace Hansard.System.Tests;

/// <summary>Where a server of these tests stores.</summary>
public enum TestEngine
{
    Sqlite,
    Postgres,
}

internal static class TestEngines
{
    /// <summary>A new, empty database, as <c>HANSARD_DB</c> names it; null for a file in the data folder.</summary>
    public static async Task<string?> NewDatabaseAsync(this TestEngine engine) =>
        engine is TestEngine.Postgres ? (await PostgresCluster.Shared()).NewSchema() : null;
}
