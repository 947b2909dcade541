using System.Globalization;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Prove;

namespace Hansard.Archive.Export;

/// <summary>A file of selected lines that is being written, with its proof, the copies of its attachments and the places of its lines.</summary>
internal sealed class LinesPart : IDisposable
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    private readonly string folder;
    private readonly int number;
    private readonly TileTree tree;
    private readonly AttachmentCopies attachments;
    private readonly HashedFile lines, proofFile;
    private readonly SelectionProofWriter proof;
    private readonly List<SortedPlace> places = [];
    private readonly List<WrittenFile> copies = [];
    private readonly List<string> met = [];
    private ExportCounts counts = ExportCounts.None;
    private int lastDay;

    public LinesPart(ExportLayout layout, int number, long from, TileTree tree, AttachmentCopies attachments)
    {
        (folder, this.number, this.tree, this.attachments) = (layout.Folder, number, tree, attachments);
        lines = HashedFile.Create(folder, ExportLayout.LinesName(number));
        proofFile = HashedFile.Create(folder, ExportLayout.ProofName(number));
        proof = new SelectionProofWriter(proofFile, from, tree.Subtree);
    }

    public long Bytes => lines.Length;

    public long Lines => counts.Lines;

    /// <exception cref="InvalidDataException">The line is not the one that was logged.</exception>
    public void Add(in ReadLine line, Dictionary<string, int> conversations, bool byDay)
    {
        if (line.Leaf != tree.Leaf(line.Index))
            throw new InvalidDataException($"line {line.Index + 1} of the record, of seq {line.Position.Seq}, is not the one that was logged. Verify the record.");
        proof.Take(line.Index);
        var shown = line.Shown;
        var copy = attachments.Copy(shown);
        if (copy is not null) copies.Add(copy);
        counts = counts.With(shown, copy is null ? null : new CopiedFile(copy.Name, "", copy.Bytes, null));
        if (!conversations.TryGetValue(shown.Group, out var conversation))
        {
            conversations.Add(shown.Group, conversation = conversations.Count);
            met.Add(shown.Group);
        }
        if (shown.Kind != LineKind.Removed) lastDay = (int)(shown.Timestamp / MicrosecondsPerDay);
        places.Add(new SortedPlace(
            conversation, byDay ? lastDay : 0, shown.Position.Seq, shown.Position.Part, shown.Position.Revision, line.Index, number, line.Utf8.Length, lines.Length));
        lines.Write(line.Utf8.Span);
        lines.WriteByte((byte)'\n');
    }

    /// <param name="to">The log's size for the last part; null for one that others follow.</param>
    public FinishedPart Finish(long? to)
    {
        proof.End(to ?? proof.Position);
        var sorted = SortedPlaces.Write(folder, PlacesName(number), places);
        return new FinishedPart(
            [lines.Finish(), proofFile.Finish(), .. copies, sorted], proof.Position, to is not null, counts with { Conversations = met.Count }, met);
    }

    /// <summary>In the folder of what goes when the export is finished.</summary>
    public static string PlacesName(int number) => string.Create(CultureInfo.InvariantCulture, $"unfinished/places-{number:D6}");

    public void Dispose()
    {
        lines.Dispose();
        proofFile.Dispose();
    }
}
