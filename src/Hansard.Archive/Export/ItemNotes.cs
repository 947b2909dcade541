using System.Globalization;
using Hansard.Archive.Loose;
using Hansard.Record.Format;

namespace Hansard.Archive.Export;

/// <summary>What a note is about.</summary>
internal enum NoteKind
{
    Edited,
    Deleted,
    Reacted,
    Completed,

    /// <summary>Something is not there.</summary>
    Missing,
    Attached,
}

internal readonly record struct ItemNote(NoteKind Kind, string Text);

/// <summary>What a reader must know of a line beside what it says, in sentences. Pure.</summary>
internal static class ItemNotes
{
    public static IEnumerable<ItemNote> Of(ExportItem item)
    {
        foreach (var edit in item.Edits)
        {
            var text = edit.Previous is { } previous ? $"from \"{previous}\" to \"{edit.Replacement}\"" : $"to \"{edit.Replacement}\"";
            yield return new ItemNote(NoteKind.Edited, $"changed {At(edit)} {text}");
        }
        if (item.Deletion is { } deletion) yield return new ItemNote(NoteKind.Deleted, deletion.IsRecall ? $"taken back {At(deletion)}" : $"deleted {At(deletion)}");
        foreach (var (emoji, by) in item.Reactions)
            yield return new ItemNote(NoteKind.Reacted, $"{emoji} by {LooseJson.Listed([.. by.Select(reaction => reaction.Sender)])}");
        if (item.Completion is { } completion)
            yield return new ItemNote(NoteKind.Completed, $"completed later, in revision {completion.Position.Revision.ToString(CultureInfo.InvariantCulture)}: \"{SaidIn(completion)}\"");
        if (item.Line.File is { } file) yield return OfFile(file, item);
    }

    private static ItemNote OfFile(ShownFile file, ExportItem item) =>
        item.Attachment is { } copy ? new ItemNote(NoteKind.Attached, string.Create(CultureInfo.InvariantCulture, $"file \"{file.Name}\", {copy.Bytes} bytes, SHA-256 {file.Sha256}, as {copy.Name}"))
        : file.Sha256 is null ? new ItemNote(NoteKind.Missing, $"file \"{file.Name}\": the recorder did not get it")
        : new ItemNote(NoteKind.Missing, $"file \"{file.Name}\", SHA-256 {file.Sha256}: it is not among the record's attachments any more, or is not the one that was recorded");

    private static string SaidIn(ShownLine line) => line.File is { } file ? file.Name : line.Text;

    private static string At(ShownLine line) =>
        string.Create(CultureInfo.InvariantCulture, $"at {Instant.Of(line.Timestamp)} by {line.Sender} (seq {line.Position.Seq})");
}

/// <summary>Moments as an export writes them.</summary>
internal static class Instant
{
    /// <summary><c>2026-11-21 10:11:12.345678 UTC</c>.</summary>
    public static string Of(long microseconds)
    {
        var rfc3339 = LineTimes.Rfc3339(microseconds);
        return string.Concat(rfc3339.AsSpan(0, 10), " ", rfc3339.AsSpan(11, rfc3339.Length - 12), " UTC");
    }

    /// <summary><c>2026-11-21</c>.</summary>
    public static string Day(int sinceEpoch) => DateTime.UnixEpoch.AddDays(sinceEpoch).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
