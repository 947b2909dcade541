using System.Text.Json;

namespace Hansard.Archive.Export;

/// <summary>What was exported, for whoever receives it. Nobody signs it: what it says of lines, the proofs show.</summary>
/// <param name="HansardExport">The version of this form.</param>
/// <param name="Exported">RFC 3339, UTC; the one thing in which two exports of the same differ.</param>
/// <param name="FilesSha256">Of the list of files, which has the hash and size of each.</param>
internal sealed record ExportManifest(
    int HansardExport, string Format, JsonElement Selection, string Exported, ExportedRecord Record, long Lines, long Conversations, long Undecryptable, long Removed,
    long Attachments, long MissingAttachments, long Files, long Bytes, string FilesSha256)
{
    public const int Version = 1;
}

/// <summary>The record as it was when the export began.</summary>
internal sealed record ExportedRecord(string Origin, long Size, string Root);
