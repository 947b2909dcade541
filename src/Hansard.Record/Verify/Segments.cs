using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Record.Verify;

/// <summary>A message file and what the manifests say must be in it.</summary>
/// <param name="FirstLeaf">Where its first line stands in the log.</param>
/// <param name="Lines">How many of its lines the log has.</param>
/// <param name="FirstSeq">Of its first fact, null where nothing says that.</param>
/// <param name="Manifest">Null for the file that is being written.</param>
internal sealed record Segment(string Path, long FirstLeaf, long Lines, long? FirstSeq, Manifest? Manifest)
{
    /// <summary>The manifest is the one that a removal of lines has signed and not put in its place yet.</summary>
    public bool IsBeingRemoved { get; init; }

    /// <summary>
    /// The same file under the manifest that vouches for it by now, where lines are being removed from it or were since this one was read; null where there is
    /// no other.
    /// </summary>
    public Segment? Superseded(VerifierKey key)
    {
        if (Manifest is not { } known) return null;
        // In the order in which they change: a pending manifest that is gone when it is looked for is the file's own by then.
        var pending = Read(RecordLayout.PendingManifestOf(Path), key);
        var own = Read(RecordLayout.ManifestOf(Path), key);
        var other = IsOther(own) ? own : IsOther(pending) ? pending : null;
        return other is null ? null : this with { Manifest = other, IsBeingRemoved = other != own };

        bool IsOther(Manifest? found) => found is not null && found != known && found == known with { Bytes = found.Bytes, Sha256 = found.Sha256 };
    }

    private static Manifest? Read(string path, VerifierKey key)
    {
        try
        {
            return Manifest.TryOpen(File.ReadAllBytes(path), key, out var manifest, out _) ? manifest : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>Puts a record's files together, from the manifests alone: what they hold is checked file by file.</summary>
internal static class Segments
{
    public static IReadOnlyList<Segment> Of(StoredLog log, VerifierKey key, Findings findings)
    {
        var layout = log.Layout;
        var segments = new List<Segment>();
        var files = layout.InOrder(Directory.EnumerateFiles(layout.MessagesFolder));
        (long Leaf, long? Seq) next = (0, null);
        foreach (var file in files.Where(layout.IsClosedFile))
        {
            if (Open(file, key, findings) is not { } manifest) return segments;
            if (manifest.FirstLeaf != next.Leaf || (next.Seq is { } seq && manifest.FirstSeq != seq))
                findings.Add(RecordLayout.ManifestOf(file), 1, manifest.FirstSeq, $"the file before it ends with line {next.Leaf} of the log and seq {next.Seq - 1}: a file is missing or exchanged");
            if (manifest.LogSize > log.Checkpoint.Size)
            {
                findings.Add(layout.CheckpointFile, 1, 0, $"it covers {log.Checkpoint.Size} lines, and {Path.GetFileName(file)} was closed with line {manifest.LogSize}: the log was set back");
                return segments;
            }
            segments.Add(new Segment(file, manifest.FirstLeaf, manifest.Lines, manifest.FirstSeq, manifest));
            next = (manifest.LogSize, manifest.LastSeq + 1);
        }
        foreach (var manifest in Directory.EnumerateFiles(layout.MessagesFolder, layout.Prefix + "_*.manifest").Where(path => !File.Exists(Path.ChangeExtension(path, ".log"))))
            findings.Add(Path.ChangeExtension(manifest, ".log"), 1, 0, "the file is missing");
        if (files.Contains(layout.CurrentFile)) segments.Add(new Segment(layout.CurrentFile, next.Leaf, log.Checkpoint.Size - next.Leaf, next.Seq, null));
        else if (next.Leaf < log.Checkpoint.Size) findings.Add(layout.CurrentFile, 1, next.Seq ?? 0, "the file is missing");
        return segments;
    }

    private static Manifest? Open(string file, VerifierKey key, Findings findings)
    {
        var path = RecordLayout.ManifestOf(file);
        Manifest? manifest = null;
        var fault = "the manifest is missing";
        if (File.Exists(path) && Manifest.TryOpen(File.ReadAllBytes(path), key, out manifest, out fault) && manifest!.File != Path.GetFileName(file))
            fault = $"it is the manifest of {manifest.File}";
        if (fault is null) return manifest;
        findings.Add(path, 1, 0, fault);
        return null;
    }
}
