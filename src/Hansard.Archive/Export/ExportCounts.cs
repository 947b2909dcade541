namespace Hansard.Archive.Export;

/// <summary>Of the selected lines.</summary>
internal sealed record ExportCounts(long Lines, long Conversations, long Undecryptable, long Removed, long Attachments, long MissingAttachments)
{
    public static readonly ExportCounts None = new(0, 0, 0, 0, 0, 0);

    public ExportCounts With(ShownLine line, CopiedFile? attachment) => this with
    {
        Lines = Lines + 1,
        Undecryptable = Undecryptable + (line.IsUndecryptable ? 1 : 0),
        Removed = Removed + (line.Kind == LineKind.Removed ? 1 : 0),
        Attachments = Attachments + (attachment is null ? 0 : 1),
        MissingAttachments = MissingAttachments + (line.File is not null && attachment is null ? 1 : 0),
    };

    public static ExportCounts operator +(ExportCounts left, ExportCounts right) => new(
        left.Lines + right.Lines, left.Conversations + right.Conversations, left.Undecryptable + right.Undecryptable, left.Removed + right.Removed,
        left.Attachments + right.Attachments, left.MissingAttachments + right.MissingAttachments);
}
