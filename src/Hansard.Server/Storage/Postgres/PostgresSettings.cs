namespace Hansard.Server.Storage.Postgres;

/// <summary>How the server uses PostgreSQL, beside what the connection string of <c>HANSARD_DB</c> says; see <c>docs/operations.md</c>.</summary>
/// <param name="Readers">Connections for reading; a query waits where all are busy. 1 to 1,000.</param>
/// <param name="StatementSeconds">How long PostgreSQL works on one statement before it gives up. 1 to 3,600.</param>
/// <param name="Retries">How often a transaction that another one was in the way of is tried again. 0 to 100.</param>
/// <param name="OutageSeconds">How long a query waits for a lost database; what writes waits as long as it takes. 1 to 3,600.</param>
public sealed record PostgresSettings(int Readers = 16, int StatementSeconds = 30, int Retries = 5, int OutageSeconds = 15)
{
    private const int NoNumber = -1;

    public static PostgresSettings FromEnvironment(Func<string, string?> variable)
    {
        PostgresSettings defaults = new();
        return new PostgresSettings(
            Of("HANSARD_DB_READERS", defaults.Readers), Of("HANSARD_DB_STATEMENT_SECONDS", defaults.StatementSeconds),
            Of("HANSARD_DB_RETRIES", defaults.Retries), Of("HANSARD_DB_OUTAGE_SECONDS", defaults.OutageSeconds));

        int Of(string name, int otherwise) => variable(name) is not { Length: > 0 } text ? otherwise : int.TryParse(text, out int number) ? number : NoNumber;
    }

    /// <summary>Null when all are in their ranges; otherwise a sentence that says what to do.</summary>
    public string? Problem()
    {
        if (Readers is < 1 or > 1_000) return "HANSARD_DB_READERS must be a number from 1 to 1000.";
        if (StatementSeconds is < 1 or > 3_600) return "HANSARD_DB_STATEMENT_SECONDS must be a number from 1 to 3600.";
        if (Retries is < 0 or > 100) return "HANSARD_DB_RETRIES must be a number from 0 to 100.";
        return OutageSeconds is < 1 or > 3_600 ? "HANSARD_DB_OUTAGE_SECONDS must be a number from 1 to 3600." : null;
    }
}
