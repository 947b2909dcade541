using System.CommandLine;
using Hansard.Bench;
using Hansard.Bench.CatchingUp;
using Hansard.Bench.Check;
using Hansard.Bench.Echo;
using Hansard.Bench.Existence;
using Hansard.Bench.Exporting;
using Hansard.Bench.Files;
using Hansard.Bench.Load;
using Hansard.Bench.Measure;
using Hansard.Bench.Recording;
using Hansard.Bench.Report;
using Hansard.Bench.Search;
using Hansard.Bench.Stored;

var drainLimit = TimeSpan.FromSeconds(15);
var only = new Option<string?>("--only") { Description = "Run what has this name, as 25x16; else what has it in its name, as receipts, echo, group or idle." };
var seconds = new Option<double>("--seconds") { Description = "Measured time of each workload.", DefaultValueFactory = _ => 10 };
var warmUp = new Option<double>("--warm-up") { Description = "Unmeasured seconds before it.", DefaultValueFactory = _ => 2 };
var data = new Option<string?>("--data") { Description = "Folder for the servers' data, on the disk to measure. Default: a temporary one." };
var hansard = new Option<string>("--hansard") { Description = "The hansard.dll to measure.", DefaultValueFactory = _ => Checkout.Hansard };
var output = new Option<string?>("--out") { Description = "JSON file to write. Default: one in bench/results." };
var url = new Argument<string>("url") { Description = "Where to listen, as http://127.0.0.1:8088." };

var root = new RootCommand("Measures the Hansard server beside a bare Kestrel echo, and verifies all that it receives.")
{
    only, seconds, warmUp, data, hansard, output,
};
root.SetAction(parsed => InFolder(parsed.GetValue(data), folder =>
{
    var durations = new Durations(TimeSpan.FromSeconds(parsed.GetValue(warmUp)), TimeSpan.FromSeconds(parsed.GetValue(seconds)), drainLimit);
    using var bench = new LoadBench(folder, parsed.GetValue(hansard)!, durations, Console.Out);
    var results = bench.Run(parsed.GetValue(only));
    var path = parsed.GetValue(output) ?? Path.Combine(Checkout.Results, results.FileName);
    ResultFile.Write(path, results);
    results.Print(Console.Out);
    Console.WriteLine($"written to {path}");
    return true;
}));

var echo = new Command("echo-server", "The yardstick: a bare Kestrel WebSocket echo at /ws.") { url };
echo.SetAction((parsed, _) => EchoServer.Run(parsed.GetValue(url)!));

var check = new Command("check", "Proves that a lost, doubled, swapped or altered frame is noticed.") { data, hansard };
check.SetAction(parsed => InFolder(parsed.GetValue(data), folder =>
{
    using var selfCheck = new SelfCheck(folder, parsed.GetValue(hansard)!, Console.Out);
    return selfCheck.Run();
}));

var few = new Option<long>("--few") { Description = "Messages stored in the server that the other is held against.", DefaultValueFactory = _ => 100_000 };
var many = new Option<long>("--messages") { Description = "Messages stored in the other.", DefaultValueFactory = _ => 10_000_000 };
var engine = new Option<string?>("--engine") { Description = "Only one of the two engines." };
engine.AcceptOnlyFromAmong(StoredBench.Sqlite, StoredBench.Postgres);
var postgresSettings = new Option<string[]>("--postgres") { Description = "A setting of PostgreSQL other than its default, as shared_buffers=4GB.", DefaultValueFactory = _ => [] };
var stored = new Command("stored", "Measures pages and lists with few messages stored and with many.") { few, many, engine, postgresSettings, data, hansard, output };
stored.SetAction(parsed => InFolder(parsed.GetValue(data), folder =>
{
    var bench = new StoredBench(folder, parsed.GetValue(hansard)!, parsed.GetValue(few), parsed.GetValue(many), parsed.GetValue(postgresSettings)!, Console.Out);
    var results = bench.Run(parsed.GetValue(engine));
    var path = parsed.GetValue(output) ?? Path.Combine(Checkout.Results, results.FileName);
    ResultFile.Write(path, results);
    results.Print(Console.Out);
    Console.WriteLine($"written to {path}");
    return true;
}));

var catchUpEngine = new Option<string>("--engine") { Description = "Which engine stores.", DefaultValueFactory = _ => StoredBench.Sqlite };
catchUpEngine.AcceptOnlyFromAmong(StoredBench.Sqlite, StoredBench.Postgres);
var catchUp = new Command("catchup", "Measures devices that come back: one that missed much, and many at once.") { catchUpEngine, data, hansard, output };
catchUp.SetAction(parsed => InFolder(parsed.GetValue(data), folder =>
{
    var results = new CatchUpBench(folder, parsed.GetValue(hansard)!, Console.Out).Run(parsed.GetValue(catchUpEngine) == StoredBench.Postgres);
    var path = parsed.GetValue(output) ?? Path.Combine(Checkout.Results, results.FileName);
    ResultFile.Write(path, results);
    results.Print(Console.Out);
    Console.WriteLine($"written to {path}");
    return true;
}));

var mebibytes = new Option<int>("--mib") { Description = "Size of the large file; encrypted, one of 1,024 would be larger than a network takes by itself.", DefaultValueFactory = _ => 1_023 };
var files = new Command("files", "Measures a file sent and fetched with the SDK, and what memory either end needs for it.") { mebibytes, data, hansard, output };
files.SetAction(parsed => InFolder(parsed.GetValue(data), folder =>
{
    var results = new FileBench(folder, parsed.GetValue(hansard)!, (long)parsed.GetValue(mebibytes) << 20, Console.Out).Run().GetAwaiter().GetResult();
    var path = parsed.GetValue(output) ?? Path.Combine(Checkout.Results, results.FileName);
    ResultFile.Write(path, results);
    results.Print(Console.Out);
    Console.WriteLine($"written to {path}");
    return true;
}));

var disk = new Command("disk", "Measures what 4 KiB and an fdatasync take.") { data };
disk.SetAction(parsed => InFolder(parsed.GetValue(data), folder =>
{
    Console.WriteLine(Disk.Measure(folder));
    return true;
}));

var rounds = new Option<int>("--rounds") { Description = "Answers for each side.", DefaultValueFactory = _ => 20_000 };
var existence = new Command("existence", "Measures whether the time of an answer tells a stranger that somebody is registered.") { rounds, data, hansard };
existence.SetAction(parsed => InFolder(parsed.GetValue(data), folder =>
{
    using var timing = new ExistenceTiming(folder, parsed.GetValue(hansard)!, Console.Out);
    return timing.Run(parsed.GetValue(rounds));
}));

var recorded = new Option<long>("--lines") { Description = "Lines of the record.", DefaultValueFactory = _ => 1_000_000 };
var unindexed = new Option<bool>("--no-index") { Description = "Without the index, to see what it costs." };
var recording = new Command("record", "Measures writing a record with its log and its index, every batch durable, and verifying it.") { recorded, unindexed, data };
recording.SetAction(parsed => InFolder(parsed.GetValue(data), folder => new RecordBench(folder, parsed.GetValue(recorded), !parsed.GetValue(unindexed), Console.Out).Run()));

var fed = new Option<int>("--messages") { Description = "What the recorder catches up on.", DefaultValueFactory = _ => 300_000 };
var feeding = new Command("feed", "Measures a recorder from the server's feed to the signed checkpoint: catching up, and following.") { fed, data, hansard };
feeding.SetAction(parsed => InFolder(parsed.GetValue(data), folder => new FeedBench(folder, parsed.GetValue(hansard)!, parsed.GetValue(fed), Console.Out).Run().GetAwaiter().GetResult()));

var searched = new Option<long>("--lines") { Description = "Lines of the record.", DefaultValueFactory = _ => 10_000_000 };
var queries = new Option<int>("--queries") { Description = "Searches of each kind.", DefaultValueFactory = _ => 200 };
var kept = new Option<string?>("--record") { Description = "Folder of a record that an earlier run filled, or that this one fills and leaves. Default: a temporary one." };
var searching = new Command("search", "Measures the first page of searches in a record of a year, which it fills and indexes first.") { searched, queries, kept, data };
searching.SetAction(parsed => parsed.GetValue(kept) is { } place
    ? new SearchBench(Path.GetFullPath(place), parsed.GetValue(searched), parsed.GetValue(queries), Console.Out).Run() ? 0 : 1
    : InFolder(parsed.GetValue(data), folder => new SearchBench(folder, parsed.GetValue(searched), parsed.GetValue(queries), Console.Out).Run()));

var exported = new Option<long>("--lines") { Description = "Lines of each record, all of which are exported.", DefaultValueFactory = _ => 200_000 };
var shape = new Option<string?>("--shape") { Description = "Only the record of this shape: dense or sparse." };
var format = new Option<string?>("--format") { Description = "Only this format." };
var exporting = new Command("export", "Measures exporting a record, which it fills first, in each format, and checking what came out.") { exported, shape, format, kept, data };
exporting.SetAction(parsed => parsed.GetValue(kept) is { } place
    ? new ExportBench(Path.GetFullPath(place), parsed.GetValue(exported), parsed.GetValue(format), parsed.GetValue(shape), Console.Out).Run() ? 0 : 1
    : InFolder(parsed.GetValue(data), folder => new ExportBench(folder, parsed.GetValue(exported), parsed.GetValue(format), parsed.GetValue(shape), Console.Out).Run()));

root.Subcommands.Add(exporting);
root.Subcommands.Add(searching);
root.Subcommands.Add(recording);
root.Subcommands.Add(feeding);
root.Subcommands.Add(echo);
root.Subcommands.Add(existence);
root.Subcommands.Add(files);
root.Subcommands.Add(check);
root.Subcommands.Add(disk);
root.Subcommands.Add(stored);
root.Subcommands.Add(catchUp);
return root.Parse(args).Invoke();

// Runs with a folder of its own, which is removed afterwards unless something failed: then the servers' logs in it are wanted.
static int InFolder(string? parent, Func<string, bool> run)
{
    var folder = Directory.CreateDirectory(Path.Combine(parent ?? Path.GetTempPath(), $"hansard-bench-{Environment.ProcessId}")).FullName;
    try
    {
        if (!run(folder)) return 1;
        Directory.Delete(folder, recursive: true);
        return 0;
    }
    catch (LoadFailure failure)
    {
        Console.Error.WriteLine($"FAILED {failure.Message}\nservers' logs and data: {folder}");
        return 1;
    }
}
