using System.Diagnostics;
using System.Globalization;
using Hansard.Archive.Log;
using Hansard.Archive.Search;
using Hansard.Bench.Recording;
using Hansard.Record.Format;

namespace Hansard.Bench.Search;

/// <summary>How long somebody waits for the first page of what he looks for, in a record of a year that is filled first.</summary>
/// <param name="folder">Of the record, which stays for the next run.</param>
internal sealed class SearchBench(string folder, long lines, int queries, TextWriter output)
{
    /// <summary>Lines that are found and read.</summary>
    private const int Page = 50;

    private const int LinesPerBatch = 1_000;

    /// <summary>Lines between two words of how far it is.</summary>
    private const long Step = 500_000;

    /// <summary>What the first page of a person and a word in a month may take at most, of 95 in 100.</summary>
    private const double TargetMilliseconds = 200;

    private readonly Random random = new(4711);

    public bool Run()
    {
        var layout = new RecordLayout(folder);
        Fill(layout);
        using var index = RecordIndex.Open(layout, RecordIndex.FolderOf(layout));
        Catch(index);
        var target = Ask(index, "person, word and month", () => new SelectionText { Senders = [AnyPerson()], Words = AnyWord(), From = AnyMonth(out var month), To = month });
        Ask(index, "person as participant, word and month", () => new SelectionText { Participants = [AnyPerson()], Words = AnyWord(), From = AnyMonth(out var month), To = month });
        Ask(index, "a word", () => new SelectionText { Words = AnyWord() });
        Ask(index, "two words", () => new SelectionText { Words = $"{AnyWord()} {AnyWord()}" });
        Ask(index, "a beginning of a word", () => new SelectionText { Words = AnyWord()[..2] + "*" });
        Ask(index, "a person in a month", () => new SelectionText { Senders = [AnyPerson()], From = AnyMonth(out var month), To = month });
        Ask(index, "a word in a conversation", () => new SelectionText { Words = AnyWord(), Conversations = [Spoken.ConversationOf(random.Next(Spoken.Conversations))] });
        Ask(index, "a substring of 8 in a month", () => AnySubstring() with { From = AnyMonth(out var month), To = month });
        output.WriteLine(target <= TargetMilliseconds ? "the target is met" : $"FAILED p95 of a person, a word and a month is over {TargetMilliseconds} ms");
        return target <= TargetMilliseconds;
    }

    private void Fill(RecordLayout layout)
    {
        var watch = Stopwatch.StartNew();
        using var log = RecordLog.Open(RecordHold.Take(layout, new PosixDisk()), new LogSettings(RecordBench.Signer, "UTC"));
        var start = log.LastSeq;
        for (var seq = start + 1; seq <= lines; seq += LinesPerBatch)
        {
            log.Append([.. Enumerable.Range(0, (int)Math.Min(LinesPerBatch, lines - seq + 1)).Select(n => Spoken.Line(seq + n, lines))]);
            if (log.LastSeq % Step == 0) Say($"{log.LastSeq:n0} of {lines:n0} lines recorded in {watch.Elapsed.TotalSeconds:f0} s");
        }
        Say($"the record has {log.LastSeq:n0} lines, {log.LastSeq - start:n0} of them from now");
    }

    private void Catch(RecordIndex index)
    {
        var watch = Stopwatch.StartNew();
        var told = 0L;
        var done = index.CatchUp(new Told(progress =>
        {
            if (progress.Lines - told < Step) return;
            told = progress.Lines;
            Say($"{progress.Lines:n0} lines indexed in {watch.Elapsed.TotalSeconds:f0} s, {100.0 * progress.Bytes / progress.OfBytes:f0} %");
        }));
        foreach (var repair in done.Repairs) output.WriteLine(repair);
        var size = new DirectoryInfo(RecordIndex.FolderOf(new RecordLayout(folder))).EnumerateFiles().Sum(file => file.Length);
        Say($"the index has {index.Lines:n0} lines in {size >> 20:n0} MiB; {done.Lines:n0} of them in {watch.Elapsed.TotalSeconds:f1} s, {done.Lines / watch.Elapsed.TotalSeconds:n0} lines/s");
    }

    /// <returns>The 95th percentile in milliseconds.</returns>
    private double Ask(RecordIndex index, string what, Func<SelectionText> make)
    {
        var took = new double[queries];
        var found = 0L;
        for (var n = 0; n < queries; n++)
        {
            var selection = make().Read(out var fault) ?? throw new InvalidOperationException(fault);
            var watch = Stopwatch.StartNew();
            foreach (var place in index.Find(selection, SearchOrder.NewestFirst).Take(Page))
            {
                index.Read(place);
                found++;
            }
            took[n] = watch.Elapsed.TotalMilliseconds;
        }
        var first = took[0];
        Array.Sort(took);
        Say($"{what,-40} p50 {took[queries / 2],8:f1} ms  p95 {took[(int)(queries * 0.95)],8:f1} ms  max {took[^1],8:f1} ms  first {first,8:f1} ms  found {(double)found / queries:f1}");
        return took[(int)(queries * 0.95)];
    }

    private string AnyPerson() => Spoken.Person(random.Next(Spoken.People));

    /// <summary>As likely as it is said.</summary>
    private string AnyWord() => Spoken.WordOf((int)Math.Pow(Spoken.Vocabulary, random.NextDouble()) - 1);

    private string AnyMonth(out string month) => month = string.Create(CultureInfo.InvariantCulture, $"2026-{random.Next(1, 13):D2}");

    private SelectionText AnySubstring()
    {
        var text = Spoken.Line(random.NextInt64(1, lines), lines)["message"]!.Value.Parse().GetString()!;
        return new SelectionText { Substring = text.Substring(random.Next(text.Length - 8), 8) };
    }

    private void Say(FormattableString sentence) => output.WriteLine(FormattableString.Invariant(sentence));

    /// <summary>On the indexing thread, in its order.</summary>
    private sealed class Told(Action<IndexProgress> tell) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value) => tell(value);
    }
}
