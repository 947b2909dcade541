using System.Diagnostics;
using System.Globalization;
using Hansard.Archive.Search;
using Hansard.Bench.Measure;
using Hansard.Bench.Setup;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;

namespace Hansard.Bench.Recording;

/// <summary>
/// The whole way of what people said into the record: a server, a recorder, people with the SDK, each with real keys. First the recorder was away and
/// catches up; then it follows a steady talk, and it is measured how long after its commit a message stands under the signed checkpoint.
/// </summary>
internal sealed class FeedBench(string workFolder, string hansard, int messages, TextWriter output)
{
    private const int Speakers = 20, InFlight = 4;
    private const int PerSecond = 1_000;
    private const int PollMilliseconds = 20;

    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(30);

    public async Task<bool> Run()
    {
        using var server = new HansardServer(workFolder, hansard, "feed", Recorded.ByProcess);
        using var recorder = RecorderProcess.Approved(server, hansard, Path.Combine(workFolder, "recorder"));
        await using var people = await Talkers.Register(server, workFolder, Path.Combine(workFolder, "feed"), Speakers);
        using var watch = new CheckpointWatch(recorder.Record);
        // Everybody and everything has run once before it counts.
        await people.Hurry(messages / 20, InFlight);
        await Settle(watch);
        recorder.Stop();
        Tell(messages, await Timed(() => people.Hurry(messages, InFlight)), "said while the recorder is away");

        await CatchUp(recorder, watch, server.ProcessId);
        await Follow(recorder, watch, people);
        recorder.Stop();
        var acknowledged = server.Recorder.Bot()!.Value.GetProperty("acknowledged").GetInt64();
        var found = new RecordVerifier(recorder.Record, KeyOf(recorder.Record)).Run();
        output.WriteLine(found.IsSound ? $"sound; {found.Lines:n0} lines, acknowledged up to fact {acknowledged:n0}" : found.Findings[0].ToString());
        return found.IsSound && RecordReader.Lines(recorder.Record).Last().Hansard!.Position.Seq == acknowledged;
    }

    private async Task CatchUp(RecorderProcess recorder, CheckpointWatch watch, int server)
    {
        var before = watch.Seen.Count;
        var from = watch.Lines;
        recorder.Start();
        while (watch.Lines < from + messages / 10) await Task.Delay(PollMilliseconds);
        // What is compiled while it runs has mostly been compiled by now.
        var (tenth, early) = (watch.Lines, ProcessMeter.ResidentBytes(recorder.ProcessId));
        var (recorderCpu, serverCpu) = (ProcessMeter.CpuSeconds(recorder.ProcessId), ProcessMeter.CpuSeconds(server));
        while (watch.Lines < from + messages) await Task.Delay(PollMilliseconds);
        recorderCpu = (ProcessMeter.CpuSeconds(recorder.ProcessId) - recorderCpu) / (watch.Lines - tenth);
        serverCpu = (ProcessMeter.CpuSeconds(server) - serverCpu) / (watch.Lines - tenth);
        var seen = watch.Seen.Skip(before).ToList();
        // The first page is where it begins: starting a process and signing in is not what is measured.
        Tell(seen[^1].Lines - seen[0].Lines, Stopwatch.GetElapsedTime(seen[0].At, seen[^1].At), "recorded, from the feed to the signed checkpoint and the acknowledgement of the page before");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"processor time for each: {recorderCpu * 1e6:f0} us in the recorder, with its index; {serverCpu * 1e6:f0} us in the server"));
        output.WriteLine($"memory after a tenth {early / (1 << 20):n0} MiB, after all {ProcessMeter.ResidentBytes(recorder.ProcessId) / (1 << 20):n0} MiB");
        var indexing = await Timed(() => Indexed(recorder.Record, watch.Lines));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all of it indexed {indexing.TotalSeconds:f1} s after the last line"));
    }

    private async Task Follow(RecorderProcess recorder, CheckpointWatch watch, Talkers people)
    {
        var said = await people.Steadily(PerSecond, Steady);
        await Settle(watch);
        var places = new Dictionary<string, long>();
        long place = 0;
        foreach (var line in RecordReader.Lines(recorder.Record)) places.TryAdd(line.MessageId, ++place);
        var seen = watch.Seen;
        var waits = said.Select(message => Wait(message, places, seen)).Order().ToList();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{said.Count / Steady.TotalSeconds:n0} messages/s for {Steady.TotalSeconds:n0} s: under the signed checkpoint {At(waits, 0.5):f0} ms (p50), {At(waits, 0.99):f0} ms (p99), {waits[^1]:f0} ms (most) after the answer to its sender"));
    }

    /// <returns>Milliseconds; below zero where the sender's answer was under way longer than the line.</returns>
    private static double Wait(Acknowledged message, Dictionary<string, long> places, IReadOnlyList<(long At, long Lines)> seen)
    {
        if (!places.TryGetValue(LineIds.OfMessage(HansardServer.Network, message.Conversation.Value, message.Message.Value), out var place))
            throw new LoadFailure($"the message {message.Message} has no line");
        var (low, high) = (0, seen.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (seen[middle].Lines >= place) high = middle;
            else low = middle + 1;
        }
        return Stopwatch.GetElapsedTime(message.At, seen[low].At).TotalMilliseconds;
    }

    /// <summary>Waits until nothing has been recorded for a second.</summary>
    private static async Task Settle(CheckpointWatch watch)
    {
        for (long before = -1; before != watch.Lines || before == 0; await Task.Delay(TimeSpan.FromSeconds(1))) before = watch.Lines;
    }

    private static async Task Indexed(RecordLayout record, long lines)
    {
        while (true)
        {
            using (var index = RecordIndex.Open(record, RecordIndex.FolderOf(record)))
                if (index.Lines >= lines) return;
            await Task.Delay(PollMilliseconds);
        }
    }

    private static VerifierKey KeyOf(RecordLayout record) =>
        VerifierKey.TryParse(File.ReadAllText(record.VerifierKeyFile).TrimEnd('\n'), out var key) ? key! : throw new LoadFailure("the record's key cannot be read");

    private static async Task<TimeSpan> Timed(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started);
    }

    private void Tell(long count, TimeSpan took, string what) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:n0} messages {what} in {took.TotalSeconds:f1} s: {count / took.TotalSeconds:n0}/s"));

    private static double At(List<double> ordered, double part) => ordered[(int)((ordered.Count - 1) * part)];
}
