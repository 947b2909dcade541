using System.Text.Json;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Record.Retention;

/// <summary>One entry of an audit log, as it stands in its line.</summary>
/// <param name="Number">Of the entry, from 1.</param>
/// <param name="At">By the clock of who wrote it, in microseconds since 1970.</param>
/// <param name="By">Who wrote it, as far as the machine could tell.</param>
/// <param name="Origin">Of the audit log.</param>
/// <param name="Line">SHA-256 of the line: no other entry, of this log or another, has it.</param>
public sealed record AuditedEntry(long Number, long At, string By, string Kind, CanonicalJson Body, string Origin, Hash256 Line)
{
    /// <summary>Null for a line that is no entry, which verifying the audit log says.</summary>
    /// <param name="utf8">Without its line feed.</param>
    public static AuditedEntry? Of(ReadOnlyMemory<byte> utf8) =>
        LineReader.TryRead(utf8, out var line, out _) && line!.Hansard is { } hansard && hansard["fact"]?.Parse() is { ValueKind: JsonValueKind.Object } fact
        && fact.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String && fact.TryGetProperty("body", out var body)
            ? new AuditedEntry(hansard.Position.Seq, line.TimestampMicroseconds, line.Sender, kind.GetString()!, CanonicalJson.Of(body), hansard.Network, Hash256.Of(utf8.Span))
            : null;

    /// <summary>The entries of an audit log, in their order.</summary>
    public static IEnumerable<AuditedEntry> All(RecordLayout audit) => RecordReader.StoredLines(audit).Select(line => Of(line.Utf8)).OfType<AuditedEntry>();
}
