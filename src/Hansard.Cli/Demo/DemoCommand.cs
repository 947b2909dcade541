using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Cli.Serve;
using Hansard.Record.Format;
using Spectre.Console;

namespace Hansard.Cli.Demo;

/// <summary>
/// <c>hansard demo</c>: three people talk through a real server while a real recorder writes; both are killed half-way; at the end what was said is held against
/// what was recorded, message by message.
/// </summary>
internal static class DemoCommand
{
    private const int DefaultMessages = 300;
    private const int MaximumMessages = 100_000;

    private static readonly TimeSpan RecordingPatience = TimeSpan.FromMinutes(3);

    private static readonly string[] Names = ["anna", "ben", "carla"];

    /// <summary>At least as many as it takes for every content type to be said.</summary>
    private static readonly Option<int> Messages =
        Values.Number("--messages", Script.ShortestLines, MaximumMessages, DefaultMessages, "How many messages are exchanged.");

    private static readonly Option<string?> Folder = new("--folder") { Description = "Where everything is kept; default a new temporary folder.", HelpName = "DIR" };

    public static Command Create() => new Command("demo", "Watch a conversation being recorded, with processes killed half-way, and compared at the end.") { Messages, Folder }
        .Does((arguments, screen, cancel) => Run(
            Script.Write(arguments.GetValue(Messages)),
            arguments.GetValue(Folder) is { } folder ? Path.GetFullPath(folder) : Directory.CreateTempSubdirectory("hansard-demo-").FullName, screen, cancel));

    private static async Task<int> Run(IReadOnlyList<ScriptLine> script, string folder, Screen screen, CancellationToken cancel)
    {
        Steps steps = new(screen);
        var opened = await Stage.Open(folder, screen, cancel);
        if (!opened.Succeeded) return screen.Refuse(opened.Failure);
        await using var stage = opened.Value;
        steps.Tell($"a server on {stage.Address} and a recorder, approved with an authority key that the server does not have");

        var registered = await Task.WhenAll(Names.Select((name, index) => Person.Register(name, $"+49170000000{index + 1}", folder, stage, cancel)));
        if (registered.FirstOrDefault(person => !person.Succeeded) is { Failure: { } refused }) return screen.Refuse(refused);
        Person[] people = [.. registered.Select(person => person.Value)];
        steps.Tell($"{string.Join(", ", Names)} registered, each with keys made on a device of their own");

        Performance performance = new(script, people, stage, steps.Tell);
        var failure = await steps.Count("talking", script.Count, progress => performance.Run(progress, cancel));
        if (failure is not null) return screen.Refuse(failure);
        steps.Tell($"{script.Count} messages were said in a dialog and a group, and each was acknowledged");

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(RecordingPatience);
        var head = await stage.WaitUntilRecorded(patience.Token);
        await Task.WhenAll(people.Select(person => person.WaitToHear(performance.Said.Count(message => message.Reaches(person.UserId)), patience.Token)));
        steps.Tell($"the recorder acknowledged all {head} facts of the journal");

        var record = RecordReader.Lines(stage.Record).ToList();
        List<string> differences = [.. Comparison.OfRecord(LocalRecorder.NetworkName, performance.Said, record, head)];
        foreach (var person in people) differences.AddRange(Comparison.OfHearing(performance.Said, person.UserId, person.Name, person.Heard));
        foreach (var person in people) await person.DisposeAsync();
        steps.Tell("what was said was held against what was recorded and what each person heard");
        return Conclude(new DemoResult(script.Count, head, differences, stage.Record.CurrentFile, folder, steps.Seconds), performance, record, people, screen);
    }

    private static int Conclude(DemoResult result, Performance performance, IReadOnlyList<RecordLine> record, IReadOnlyList<Person> people, Screen screen)
    {
        screen.Show(result, CliJson.Lines.DemoResult, console =>
        {
            console.Write(RecordTable.Lines(record, people));
            console.Write(RecordTable.Kinds(LocalRecorder.NetworkName, performance.Said, record));
            console.WriteLine($"The record:      {result.Record}");
            console.WriteLine($"Everything else: {result.Folder}");
            foreach (var difference in result.Differences) console.MarkupLine($"[red]✗[/] {difference.EscapeMarkup()}");
            console.MarkupLine(result.Differences.Count == 0
                ? $"[green]✓ {result.Messages} messages, no difference,[/] in {result.Seconds:0} seconds"
                : $"[red]✗ {result.Differences.Count} differences[/] in {result.Messages} messages");
        });
        return result.Differences.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    }
}

/// <param name="Facts">Length of the journal.</param>
/// <param name="Differences">Between what was said and what was recorded or heard; empty when all is well.</param>
internal sealed record DemoResult(int Messages, long Facts, IReadOnlyList<string> Differences, string Record, string Folder, double Seconds);
