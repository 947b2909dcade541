namespace Hansard.Archive.Export;

/// <summary>How much of a conversation comes at once. Smaller chunks would tear apart what belongs together, larger ones would not fit in memory or a mail.</summary>
/// <param name="ByDay">No chunk has lines of two days.</param>
/// <param name="Lines">At most.</param>
/// <param name="Bytes">Of lines: the one that reaches it is the last one.</param>
/// <param name="AttachmentBytes">The same of attachments.</param>
internal readonly record struct ChunkLimits(bool ByDay, int Lines, long Bytes, long AttachmentBytes);

/// <summary>Some lines of a conversation that follow each other, ready to be shown.</summary>
/// <param name="Conversation">Its number in the export, from 0.</param>
/// <param name="Day">Since 1970, where the format parts days.</param>
/// <param name="Number">Of the chunk in its conversation and day, from 1.</param>
/// <param name="IsLast">No other of the same conversation and day follows.</param>
/// <param name="EndsConversation">No other of the same conversation follows.</param>
/// <param name="Through">How many lines of the whole export are shown with it.</param>
internal sealed record Chunk(int Conversation, int Day, int Number, bool IsLast, bool EndsConversation, long Through, IReadOnlyList<ExportItem> Items)
{
    public ExportItem First => Items[0];

    public string Title => Printable.OneLine(Items[^1].Room.Title);

    /// <summary>Of its earliest and its latest line; a clock may go back.</summary>
    public (long From, long To) Span
    {
        get
        {
            var times = Items.Where(item => item.Line.Kind != LineKind.Removed).Select(item => item.Line.Timestamp);
            return (times.DefaultIfEmpty().Min(), times.DefaultIfEmpty().Max());
        }
    }

    public PageNote Note()
    {
        var (first, last) = Span;
        return new PageNote(Conversation, Day, Number, Title, first, last, Items.Count);
    }
}
