using Hansard.Record.Format;

namespace Hansard.Archive.Export;

/// <summary>A selected line with all that a reader must know beside it.</summary>
/// <param name="Leaf">Where it stands in the log, from 0.</param>
/// <param name="Room">As it was at that moment.</param>
/// <param name="Later">What lines after it did to its message, in their order: edits, its deletion, reactions, completions.</param>
/// <param name="Attachment">Its file as the export has it; null where the line has none, or where it is missing.</param>
internal sealed record ExportItem(long Leaf, ShownLine Line, RoomNow Room, IReadOnlyList<ShownLine> Later, CopiedFile? Attachment)
{
    public IEnumerable<ShownLine> Edits => Later.Where(line => line.Kind == LineKind.Edited);

    public ShownLine? Deletion => Later.LastOrDefault(line => line.Kind == LineKind.Deleted);

    /// <summary>What was found when the line could be opened, or its file was there, later on; null where it was whole at once or never was.</summary>
    public ShownLine? Completion => Later.LastOrDefault(line => line.Position.Revision > Line.Position.Revision && IsSameLine(line));

    /// <summary>Those that were not taken back.</summary>
    public IEnumerable<(string Emoji, IReadOnlyList<ShownLine> By)> Reactions =>
        from reaction in Later.Where(line => line.Kind == LineKind.Reacted).GroupBy(line => line.SenderId ?? line.Sender, (_, all) => all.Last())
        where reaction.Replacement is { Length: > 0 }
        group reaction by reaction.Replacement into same
        select (same.Key, (IReadOnlyList<ShownLine>)[.. same]);

    /// <summary>Whether it has a file that is not there.</summary>
    public bool LacksAttachment => Line.File is not null && Attachment is null;

    private bool IsSameLine(ShownLine other) => (other.Position.Seq, other.Position.Part) == (Line.Position.Seq, Line.Position.Part);
}

/// <summary>A conversation at one moment, as far as the record knows it.</summary>
/// <param name="Title">Empty where it has none.</param>
/// <param name="Members">Names, in the order in which they came.</param>
internal sealed record RoomNow(string Title, IReadOnlyList<string> Members)
{
    public static readonly RoomNow Unknown = new("", []);
}

/// <summary>An attachment as the export has it.</summary>
/// <param name="Name">Unique in the export, without folders.</param>
/// <param name="Path">Where its copy is now.</param>
internal sealed record CopiedFile(string Name, string Path, long Bytes, string? MimeType);
