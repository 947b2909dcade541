using System.Globalization;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Log;

/// <summary>What opening a record found and did.</summary>
/// <param name="Last">The last fact that is wholly recorded, null in an empty record.</param>
/// <param name="Chain">The journal's head hash after it.</param>
/// <param name="TornBytes">Of an unfinished line that was cut off: of an append that never returned, so nobody was told that it was recorded.</param>
/// <param name="SetAside">The file that keeps whole lines which had to be cut off because what stood before them was torn; null where none had to.</param>
/// <param name="Logged">Lines that stood behind the last checkpoint and were added to the log.</param>
public sealed record Recovered(LinePosition? Last, string Chain, long TornBytes, string? SetAside, long Logged = 0);

/// <summary>Finds how far a record got and makes its end sound again, without ever deleting a whole line, and none at all that the log has.</summary>
internal static class RecordRecovery
{
    private const string NoFact = "no fact is recorded here";

    private const string TornBefore = "torn-", TornAfter = ".lines";

    /// <summary>Whether a file of the log's folder keeps lines that were set aside.</summary>
    public static bool IsSetAside(string path) =>
        Path.GetFileName(path.AsSpan()).StartsWith(TornBefore, StringComparison.Ordinal) && path.EndsWith(TornAfter, StringComparison.Ordinal);

    /// <param name="messages">The current file, inspected only; afterwards it ends with its last sound line.</param>
    public static Recovered Recover(RecordLayout layout, IRecordDisk disk, AppendFile messages, UnsealedLines lines)
    {
        if (messages.Length == 0)
        {
            var before = FromClosedFile(layout, disk);
            lines.DemandAll(0);
            messages.CutTo(0);
            return before with { TornBytes = messages.TornBytes };
        }
        var (tail, start) = Examine(layout.CurrentFile, messages);
        // Only completions stand in it yet, and those say nothing about how far the record got.
        var closed = tail.Last is null ? FromClosedFile(layout, disk) : null;
        if (tail.Last is null && closed!.Last is null) throw new RecordDamagedException(layout.CurrentFile, start + tail.SoundBytes, tail.Fault ?? NoFact);
        var sound = start + tail.SoundBytes;
        lines.DemandAll(sound, tail.LastLine.Span);
        var setAside = tail.Fault is null ? null : SetAside(layout, disk, messages, sound);
        messages.CutTo(sound);
        return (closed ?? new Recovered(tail.Last, tail.Chain!, 0, null)) with { TornBytes = messages.TornBytes, SetAside = setAside };
    }

    /// <summary>Between closing one file and the first line of the next, the end of the record is in the closed one.</summary>
    private static Recovered FromClosedFile(RecordLayout layout, IRecordDisk disk)
    {
        var newest = layout.InOrder(disk.Files(layout.MessagesFolder)).LastOrDefault(layout.IsClosedFile);
        if (newest is null) return new Recovered(null, JournalChain.Start, 0, null);
        using var closed = AppendFile.Inspect(disk, newest);
        var (tail, start) = Examine(newest, closed);
        if (tail.Fault is not null || tail.Last is null || closed.TornBytes > 0)
            throw new RecordDamagedException(newest, start + tail.SoundBytes, tail.Fault ?? (tail.Last is null ? NoFact : "a closed file ends within a line"));
        return new Recovered(tail.Last, tail.Chain!, 0, null);
    }

    /// <summary>Looks back by at least one batch, and further until a fact is found.</summary>
    private static (RecordTail Tail, long Start) Examine(string path, AppendFile file)
    {
        for (var window = 2L * RecordLog.MaximumBatchBytes; ; window *= 2)
        {
            var start = Math.Max(0, file.Length - window);
            var tail = RecordTail.Of(file.ReadFrom(start), startsAtLine: start == 0);
            if (tail.Last is not null) return (tail, start);
            // Nothing sound before the fault: that is no torn batch but another file, or one that somebody changed.
            if (start == 0 ? tail.SoundBytes == 0 : tail.Fault is not null) throw new RecordDamagedException(path, start + tail.SoundBytes, tail.Fault ?? NoFact);
            if (start == 0) return (tail, start);
        }
    }

    private static string SetAside(RecordLayout layout, IRecordDisk disk, AppendFile messages, long cutAt)
    {
        var bytes = messages.ReadFrom(cutAt);
        for (var n = 0; ; n++)
        {
            var path = Path.Combine(layout.LogFolder, string.Create(CultureInfo.InvariantCulture, $"{TornBefore}{cutAt}-{n}{TornAfter}"));
            if (disk.Length(path) > 0) continue;
            using var aside = AppendFile.Open(disk, path);
            aside.Append(bytes);
            return path;
        }
    }
}
