using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Hansard.Record.Prove;

namespace Hansard.Archive.Export.Csv;

/// <summary>Tables for a spreadsheet: UTF-8 with a mark at the beginning, by which it is known as such; as many rows in one as a spreadsheet takes.</summary>
internal sealed class CsvRendering(ExportLayout layout, ExportState state) : Rendering
{
    /// <summary>Of one table. Spreadsheets end at 1,048,576.</summary>
    private const int MaximumRows = 1_000_000;

    /// <summary>A chunk is written whole, so a table ends a little before that.</summary>
    private const int RowsOfChunk = 5_000;

    private static readonly UTF8Encoding WithMark = new(encoderShouldEmitUTF8Identifier: true), WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Rows of chunks that were written: as many as chunks are prepared at once.</summary>
    private readonly ConcurrentBag<MemoryStream> idle = [];

    private HashedFile? file;
    private int written;

    public override ChunkLimits Limits => new(ByDay: false, RowsOfChunk, Bytes: 8 << 20, AttachmentBytes: long.MaxValue);

    public override Func<FinishedPart?> Prepare(Chunk chunk)
    {
        if (!idle.TryTake(out var rows)) rows = new MemoryStream();
        rows.SetLength(0);
        using (StreamWriter text = new(rows, WithoutMark, 1 << 12, leaveOpen: true))
            foreach (var item in chunk.Items) CsvRow.Write(text, item);
        return () =>
        {
            var part = Append(chunk, rows);
            idle.Add(rows);
            return part;
        };
    }

    private FinishedPart? Append(Chunk chunk, MemoryStream rows)
    {
        if (file is null) Begin();
        file!.Write(rows.GetBuffer().AsSpan(0, (int)rows.Length));
        written += chunk.Items.Count;
        return written > MaximumRows - RowsOfChunk ? Finish(chunk.Through, isLast: false, chunk.Note()) : null;
    }

    public override FinishedPart? End(long through)
    {
        if (file is null) Begin();
        return Finish(through, isLast: true, null);
    }

    protected override void Release() => file?.Dispose();

    private void Begin()
    {
        file = HashedFile.Create(layout.Folder, string.Create(CultureInfo.InvariantCulture, $"messages-{state.PagesParts + 1:D3}.csv"));
        using (StreamWriter headings = new(file, WithMark, leaveOpen: true)) CsvRow.WriteHeadings(headings);
        written = 0;
    }

    private FinishedPart Finish(long through, bool isLast, PageNote? page)
    {
        FinishedPart part = new([file!.Finish()], through, isLast, Page: page);
        file = null;
        return part;
    }
}
