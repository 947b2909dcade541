using System.Text;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Record.Verify;

/// <summary>
/// Verifies a record from its bytes. Shares with the program that wrote it the format and the hashing, nothing else, and changes nothing. Files are
/// read side by side, each as a stream.
/// </summary>
/// <param name="key">Under which everything must be signed. Whoever takes it from the record itself learns only that the record agrees with itself.</param>
public sealed class RecordVerifier(RecordLayout layout, VerifierKey key)
{
    /// <summary>Of one file: lines are not removed from it more often while it is read.</summary>
    private const int MaximumReadings = 4;

    /// <summary>Whose signature the record must show beside its own; null for any or none.</summary>
    public VerifierKey? Witness { get; init; }

    /// <summary>By which it is said what is in force now.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <exception cref="IOException">A file cannot be read.</exception>
    public Verification Run(CancellationToken cancellation = default)
    {
        var first = new Findings(layout.Folder);
        var isBeingWritten = IsBeingWritten();
        CheckKeptKey(first);
        CheckLayout(first);
        if (StoredLog.Open(layout, key, out var fault) is not { } log)
        {
            first.Add(layout.CheckpointFile, 1, 0, fault!);
            return Result([first], null, [], null, 0);
        }
        var segments = Segments.Of(log, key, first);
        var headFindings = new Findings(layout.Folder);
        var heads = JournalHeads.Read(layout, isBeingWritten, headFindings);
        var checks = segments.Select(segment => new SegmentCheck(segment, log, heads, isBeingWritten)).ToArray();
        var tiles = new Findings(layout.Folder);
        Action[] work = [() => TileCheck.Run(log, tiles), .. checks.Select((_, n) => (Action)(() => checks[n] = Check(checks[n], segment => new SegmentCheck(segment, log, heads, isBeingWritten))))];
        Parallel.ForEach(work, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, part => part());

        // Only where the tiles do not agree among themselves is it open what is wrong when lines and tiles differ.
        if (tiles.Count > 0 && Rebuilding.BlameTiles(log, segments) is { Count: > 0 } blamed)
        {
            tiles = blamed;
            foreach (var check in checks) check.Findings.DropDifferences();
        }
        CheckHeadsReached(log, checks, heads, headFindings);
        var witnessed = tiles.Count == 0 ? CheckWitnessed(log, headFindings) : 0;
        var audit = AuditCheck.Run(layout, key, headFindings, cancellation);
        // A fold over entries that are not the logged ones would accuse the wrong lines.
        var retention = audit is { IsSound: true } ? RetentionCheck.Run(layout, checks.Select(check => check.Removed), LineTimes.Microseconds(Time.GetUtcNow()), headFindings) : null;
        return WithAudit(Result([first, .. checks.Select(check => check.Findings), tiles, headFindings], log, checks, heads, witnessed), audit) with { Retention = retention };
    }

    /// <summary>A file from which lines are removed while it is read, or from which somebody else's crash has half removed them, is read again under its newer manifest.</summary>
    private SegmentCheck Check(SegmentCheck check, Func<Segment, SegmentCheck> again)
    {
        check.Run();
        for (var readings = 1; readings < MaximumReadings && check.Findings.Count > 0 && check.Segment.Superseded(key) is { } superseded; readings++)
        {
            check = again(superseded);
            check.Run();
        }
        return check;
    }

    /// <summary>Verifies the audit log beside the record alone. To be called while nobody writes it.</summary>
    /// <returns>Null where nothing vouches for one: there is none, or the recorder has not seen it yet.</returns>
    public Verification? RunAudit(CancellationToken cancellation = default)
    {
        if (!File.Exists(layout.AuditAnchorFile)) return null;
        Findings anchor = new(layout.Folder);
        var audit = AuditCheck.Run(layout, key, anchor, cancellation);
        return audit is null ? Result([anchor], null, [], null, 0) : audit with { Findings = [.. anchor.First, .. audit.Findings], FindingCount = audit.FindingCount + anchor.Count };
    }

    private Verification WithAudit(Verification record, Verification? audit) => audit is null ? record : record with
    {
        Audit = audit,
        Findings = [.. record.Findings, .. audit.Findings.Select(found => found with { File = Path.Combine(Path.GetRelativePath(layout.Folder, layout.Audit.Folder), found.File) })],
        FindingCount = record.FindingCount + audit.FindingCount,
    };

    private Verification Result(Findings[] findings, StoredLog? log, SegmentCheck[] checks, JournalHeads? heads, long witnessed) => new(
        [.. findings.SelectMany(part => part.First)], findings.Sum(part => part.Count), key.ToString(), log?.Checkpoint.Size ?? 0, log?.Checkpoint.Root.ToBase64() ?? "",
        checks.Sum(check => check.Lines), checks.Length, checks.Select(check => check.FirstSeq).FirstOrDefault(seq => seq > 0), checks.Select(check => check.LastSeq).LastOrDefault(seq => seq > 0),
        RemovalTally.Total(checks.Select(check => check.Removed)), checks.Sum(check => check.Attachments), checks.Sum(check => check.Heads), heads?.JournalKeyHex, checks.Sum(check => check.NotCovered), witnessed)
    {
        BeingRemoved = [.. checks.Where(check => check.Segment.IsBeingRemoved).Select(check => Path.GetFileName(check.Segment.Path))],
    };

    /// <summary>A head is kept only when its facts are recorded, so one of later facts shows that lines were taken away together with the log over them.</summary>
    private void CheckHeadsReached(StoredLog log, SegmentCheck[] checks, JournalHeads heads, Findings findings)
    {
        var last = checks.Select(check => check.LastSeq).DefaultIfEmpty().Max();
        if (heads.LastSeq > last && checks.All(check => check.NotCovered == 0))
            findings.Add(layout.HeadsFile, heads.Count, heads.LastSeq, $"the server signed the journal up to seq {heads.LastSeq}, and the record ends with {last} after {log.Checkpoint.Size} lines");
    }

    /// <summary>What a witness has signed is the beginning of this log, or this is not the log that it saw.</summary>
    /// <returns>Lines that the witnessed checkpoint covers, 0 for none.</returns>
    private long CheckWitnessed(StoredLog log, Findings findings)
    {
        Checkpoint? seen = null;
        var fault = "no witness has signed";
        if (File.Exists(layout.WitnessedFile))
        {
            var bytes = File.ReadAllBytes(layout.WitnessedFile);
            if (Checkpoint.TryOpen(bytes, key, out seen, out fault))
            {
                fault = Witness is not null && SignedNote.TryParse(bytes, out var note) && Cosignature.TimeOf(note!, Witness) is null ? $"{Witness.Name} has not signed it"
                    : seen!.Size > log.Checkpoint.Size ? $"the witness has seen {seen.Size} lines: the log was set back"
                    : log.Tree().RootAt(seen.Size) != seen.Root ? "the witness has seen another log"
                    : null;
            }
        }
        else if (Witness is null)
        {
            return 0;
        }
        if (fault is not null) findings.Add(layout.WitnessedFile, 1, 0, fault);
        return seen?.Size ?? 0;
    }

    /// <summary>A copy may be read in other places than the recorder wrote to; its files have their names all the same.</summary>
    private void CheckLayout(Findings findings)
    {
        if (!File.Exists(layout.LayoutFile)) return;
        if (!LayoutNote.TryOpen(File.ReadAllBytes(layout.LayoutFile), key, out var note, out var fault)) findings.Add(layout.LayoutFile, 1, 0, fault!);
        else if (note!.Prefix != layout.Prefix) findings.Add(layout.LayoutFile, 1, 0, $"the record's message files are called {note.Prefix}");
    }

    private void CheckKeptKey(Findings findings)
    {
        if (!File.Exists(layout.VerifierKeyFile)) findings.Add(layout.VerifierKeyFile, 1, 0, "the file is missing");
        else if (!File.ReadAllBytes(layout.VerifierKeyFile).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes($"{key}\n"))) findings.Add(layout.VerifierKeyFile, 1, 0, "the record names another key");
    }

    /// <summary>The recorder holds its lock as long as it runs; lines behind the checkpoint are then about to be logged.</summary>
    private bool IsBeingWritten()
    {
        if (!File.Exists(layout.LockFile)) return false;
        try
        {
            using var held = new FileStream(layout.LockFile, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
