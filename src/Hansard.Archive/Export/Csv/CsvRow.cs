using System.Globalization;
using Hansard.Record.Format;

namespace Hansard.Archive.Export.Csv;

/// <summary>The columns of the table, in their order.</summary>
internal static class CsvRow
{
    /// <summary>Named in a row; further ones are counted. A cell of a spreadsheet ends at 32,767 characters.</summary>
    private const int MaximumMembers = 200;

    private const string RowEnd = "\r\n";

    private sealed record Column(string Name, Action<TextWriter, ExportItem> Write);

    private static readonly Column[] Columns =
    [
        new("seq", (row, item) => CsvCell.Number(row, item.Line.Position.Seq)),
        new("part", (row, item) => CsvCell.Number(row, item.Line.Position.Part)),
        new("revision", (row, item) => CsvCell.Number(row, item.Line.Position.Revision)),
        Text("time", line => line.Kind == LineKind.Removed ? "" : LineTimes.Rfc3339(line.Timestamp)),
        new("conversation", (row, item) => CsvCell.Text(row, item.Line.Group)),
        new("title", (row, item) => CsvCell.Text(row, item.Room.Title)),
        Text("sender", line => line.Sender),
        Text("sender_id", line => line.SenderId ?? ""),
        Text("receiver", line => line.Receiver ?? ""),
        new("members", (row, item) => CsvCell.Text(row, Members(item.Room.Members))),
        new("msgtype", (row, item) => CsvCell.Number(row, item.Line.MessageType)),
        Text("kind", line => KindOf(line.Kind)),
        Text("message_id", line => line.MessageId),
        Text("about", line => line.Target ?? ""),
        Text("text", line => line.Text),
        Text("text_before", line => line.Previous ?? ""),
        new("changed_to", (row, item) => CsvCell.Text(row, item.Edits.LastOrDefault()?.Replacement ?? "")),
        new("changed_at", (row, item) => CsvCell.Text(row, item.Edits.LastOrDefault() is { } edit ? LineTimes.Rfc3339(edit.Timestamp) : "")),
        new("deleted_by", (row, item) => CsvCell.Text(row, item.Deletion?.Sender ?? "")),
        new("deleted_at", (row, item) => CsvCell.Text(row, item.Deletion is { } deletion ? LineTimes.Rfc3339(deletion.Timestamp) : "")),
        Text("file", line => line.File?.Name ?? ""),
        new("attachment", (row, item) => CsvCell.Text(row, item.Attachment is { } copy ? $"attachments/{copy.Name}" : "")),
        Text("attachment_sha256", line => line.File?.Sha256 ?? ""),
        Text("status", line => line.Status),
        new("notes", (row, item) => CsvCell.Text(row, string.Join('\n', ItemNotes.Of(item).Select(note => note.Text)))),
    ];

    public static void WriteHeadings(TextWriter output)
    {
        output.Write(string.Join(',', Columns.Select(column => column.Name)));
        output.Write(RowEnd);
    }

    public static void Write(TextWriter output, ExportItem item)
    {
        for (var column = 0; column < Columns.Length; column++)
        {
            if (column > 0) output.Write(',');
            Columns[column].Write(output, item);
        }
        output.Write(RowEnd);
    }

    private static Column Text(string name, Func<ShownLine, string> text) => new(name, (row, item) => CsvCell.Text(row, text(item.Line)));

    private static string KindOf(LineKind kind) => kind switch
    {
        LineKind.Said => "message",
        LineKind.File => "file",
        LineKind.Edited => "edit",
        LineKind.Deleted => "deletion",
        LineKind.Reacted => "reaction",
        LineKind.Read => "read",
        LineKind.Membership => "membership",
        LineKind.Removed => "removed",
        _ => "event",
    };

    private static string Members(IReadOnlyList<string> members) =>
        members.Count <= MaximumMembers ? string.Join("; ", members)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join("; ", members.Take(MaximumMembers))}; and {members.Count - MaximumMembers} more");
}
