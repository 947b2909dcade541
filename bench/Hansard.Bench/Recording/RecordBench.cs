using System.Diagnostics;
using System.Globalization;
using Hansard.Archive.Log;
using Hansard.Bench.Measure;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;
using Hansard.Shared;

namespace Hansard.Bench.Recording;

/// <summary>What writing a record durably takes, log and all, and what verifying it takes afterwards.</summary>
internal sealed class RecordBench(string folder, long lines, TextWriter output)
{
    /// <summary>As many as a page of the recorder's feed has.</summary>
    private const int LinesPerBatch = 1_000;

    /// <summary>So that a line has about as many bytes as a text message's.</summary>
    private const int TextLength = 420;

    private static readonly byte[] Seed = new byte[Ed25519.SeedBytes];

    private static readonly NoteSigner Signer = new(VerifierKey.OfLog("hansard/default/bench", Ed25519.PublicKey(Seed)), text => Ed25519.Sign(Seed, text));

    public bool Run()
    {
        var layout = new RecordLayout(folder);
        var watch = Stopwatch.StartNew();
        var first = Write(layout);
        Tell("written", watch.Elapsed, lines);
        output.WriteLine($"memory after {LinesPerBatch * 10:n0} lines {first / (1 << 20):n0} MiB, after all {Resident() / (1 << 20):n0} MiB");
        watch.Restart();
        var found = new RecordVerifier(layout, Signer.Key).Run();
        Tell("verified", watch.Elapsed, found.Lines);
        output.WriteLine($"{(found.IsSound ? "sound" : found.Findings[0].ToString())}; most memory of the whole run {Peak() / (1 << 20):n0} MiB");
        return found.IsSound && found.Lines == lines;
    }

    /// <returns>Resident bytes early on, for comparison.</returns>
    private long Write(RecordLayout layout)
    {
        long early = 0;
        using var log = RecordLog.Open(RecordHold.Take(layout, new PosixDisk()), new LogSettings(Signer, "UTC") { Rotation = new Rotation(256L << 20) });
        for (long seq = 1; seq <= lines; seq += LinesPerBatch)
        {
            log.Append([.. Enumerable.Range(0, (int)Math.Min(LinesPerBatch, lines - seq + 1)).Select(n => Line(seq + n))]);
            if (seq < LinesPerBatch * 10) early = Resident();
        }
        return early;
    }

    private static RecordLine Line(long seq) => new(
        LineIds.OfFact("default", "c", seq), MessageType.Text, seq * 1_000, LineTimes.HumanTime(seq, TimeZoneInfo.Utc), "anna", "ben", "g",
        [new("message", CanonicalJson.Of(new string('x', TextLength)))],
        new HansardMember(
            new LinePosition(seq), "default", "c", "anna", "d", LineStatus.Captured, seq.ToString("x32", CultureInfo.InvariantCulture), seq.ToString("x64", CultureInfo.InvariantCulture), []));

    private void Tell(string what, TimeSpan took, long count) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:n0} lines {what} in {took.TotalSeconds:f1} s: {count / took.TotalSeconds:n0} lines/s"));

    private static long Resident() => ProcessMeter.ResidentBytes(Environment.ProcessId);

    private static long Peak()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }
}
