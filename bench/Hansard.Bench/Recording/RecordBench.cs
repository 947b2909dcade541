using System.Diagnostics;
using System.Globalization;
using Hansard.Archive.Log;
using Hansard.Archive.Search;
using Hansard.Bench.Measure;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;
using Hansard.Shared;

namespace Hansard.Bench.Recording;

/// <summary>What writing a record durably takes, log and index and all, and what verifying it takes afterwards.</summary>
/// <param name="indexed">With the index kept behind it, as a recorder does.</param>
internal sealed class RecordBench(string folder, long lines, bool indexed, TextWriter output)
{
    /// <summary>As many as a page of the recorder's feed has.</summary>
    private const int LinesPerBatch = 1_000;

    private static readonly byte[] Seed = new byte[Ed25519.SeedBytes];

    public static readonly NoteSigner Signer = new(VerifierKey.OfLog("hansard/default/bench", Ed25519.PublicKey(Seed)), text => Ed25519.Sign(Seed, text));

    public bool Run()
    {
        var layout = new RecordLayout(folder);
        _ = Spoken.WordOf(0);
        long first = 0;
        var prepared = TimeSpan.Zero;
        var watch = Stopwatch.StartNew();
        using (var keeper = indexed ? new IndexKeeper(layout, RecordIndex.FolderOf(layout), output.WriteLine) : null)
        {
            (first, prepared) = Write(layout);
            Tell("written", watch.Elapsed - prepared, lines);
        }
        if (indexed) CatchUp(layout, watch, prepared);
        output.WriteLine($"memory after {LinesPerBatch * 10:n0} lines {first / (1 << 20):n0} MiB, after all {Resident() / (1 << 20):n0} MiB");
        watch.Restart();
        var found = new RecordVerifier(layout, Signer.Key).Run();
        Tell("verified", watch.Elapsed, found.Lines);
        output.WriteLine($"{(found.IsSound ? "sound" : found.Findings[0].ToString())}; most memory of the whole run {Peak() / (1 << 20):n0} MiB");
        return found.IsSound && found.Lines == lines;
    }

    /// <summary>How far the index is when the last line is acknowledged, and when it has all.</summary>
    private void CatchUp(RecordLayout layout, Stopwatch watch, TimeSpan prepared)
    {
        using var index = RecordIndex.Open(layout, RecordIndex.FolderOf(layout));
        output.WriteLine($"{lines - index.Lines:n0} lines are not indexed yet");
        index.CatchUp();
        Tell("written and indexed", watch.Elapsed - prepared, index.Lines);
        output.WriteLine($"the index has {new DirectoryInfo(RecordIndex.FolderOf(layout)).EnumerateFiles().Sum(file => file.Length) >> 20:n0} MiB");
    }

    /// <returns>Resident bytes early on, for comparison, and the time that making up the lines took.</returns>
    private (long Early, TimeSpan Prepared) Write(RecordLayout layout)
    {
        long early = 0;
        var preparing = new Stopwatch();
        using var log = RecordLog.Open(RecordHold.Take(layout, new PosixDisk()), new LogSettings(Signer, "UTC") { Rotation = new Rotation(256L << 20) });
        for (long seq = 1; seq <= lines; seq += LinesPerBatch)
        {
            preparing.Start();
            RecordLine[] batch = [.. Enumerable.Range(0, (int)Math.Min(LinesPerBatch, lines - seq + 1)).Select(n => Spoken.Line(seq + n, lines))];
            preparing.Stop();
            log.Append(batch);
            if (seq < LinesPerBatch * 10) early = Resident();
        }
        return (early, preparing.Elapsed);
    }

    private void Tell(string what, TimeSpan took, long count) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:n0} lines {what} in {took.TotalSeconds:f1} s: {count / took.TotalSeconds:n0} lines/s"));

    private static long Resident() => ProcessMeter.ResidentBytes(Environment.ProcessId);

    private static long Peak()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }
}
