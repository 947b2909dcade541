namespace Hansard.Archive.Export;

/// <summary>What an export looks like. The names stand in manifests and on command lines.</summary>
public enum ExportFormat
{
    /// <summary>The lines as they stand in the record, and nothing else.</summary>
    Jsonl,

    /// <summary>A table for a spreadsheet.</summary>
    Csv,

    /// <summary>Conversations as XML in the manner of Actiance Vantage.</summary>
    Actiance,

    /// <summary>A mail for each conversation and day.</summary>
    Eml,

    /// <summary>Relativity Short Message Format 2.0, a file for each conversation and day.</summary>
    Rsmf,

    /// <summary>Pages to read and print.</summary>
    Html,
}
