using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hansard.Protocol;
using Spectre.Console;

namespace Hansard.Cli.Output;

/// <summary>
/// What a command writes on: results on standard output, for people or (<c>--json</c>) one JSON object per line for programs;
/// refusals on standard error with the step that helps.
/// </summary>
internal sealed class Screen
{
    public static readonly Option<bool> JsonOption = new("--json") { Description = "Write JSON for programs instead of text for people.", Recursive = true };

    /// <summary>Width of text that goes into a file or a pipe, in characters: ids stay on one line.</summary>
    private const int RedirectedWidth = 240;

    /// <summary>How this command was called, for lines that people copy: the launcher of a checkout says it.</summary>
    public static string CommandName => Environment.GetEnvironmentVariable("HANSARD_COMMAND") is { Length: > 0 } name ? name : "hansard";

    private readonly TextWriter output;
    private readonly TextWriter errors;

    public Screen(bool json, TextWriter output, TextWriter errors)
    {
        (Json, this.output, this.errors) = (json, output, errors);
        var plain = Console.IsOutputRedirected;
        People = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (plain) People.Profile.Width = RedirectedWidth;
    }

    public bool Json { get; }

    /// <summary>Where people read: colours and tables in a terminal, plain text elsewhere. Silent callers check <see cref="Json"/> first.</summary>
    public IAnsiConsole People { get; }

    /// <summary>Where questions are asked: on standard error, so that they never mix with results.</summary>
    public IAnsiConsole Questions => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(errors) });

    /// <summary>Where a long command reports line by line what it does: its result, unless programs read that.</summary>
    public TextWriter Status => Json ? errors : output;

    /// <summary>A result, in the form that was asked for.</summary>
    public int Show<T>(T value, JsonTypeInfo<T> type, Action<IAnsiConsole> people)
    {
        if (Json) output.WriteLine(JsonSerializer.Serialize(value, type));
        else people(People);
        return ExitCode.Done;
    }

    /// <summary>A line that tells people what goes on; programs are not told.</summary>
    public void Tell(string markup)
    {
        if (!Json) People.MarkupLine(markup);
    }

    /// <summary>Text that must come out in one piece, such as a key: neither wrapped nor coloured.</summary>
    public void TellPlain(string line)
    {
        if (!Json) output.WriteLine(line);
    }

    /// <summary>Something that the reader should put right; the command goes on.</summary>
    public void Warn(string line) => errors.WriteLine(line);

    /// <summary>Why nothing came of it. <paramref name="advice"/> is a sentence that says what to do.</summary>
    public int Refuse(Failure failure, string? advice = null)
    {
        if (Json) errors.WriteLine(JsonSerializer.Serialize(new Refusal(failure.Status, failure.Description, advice), CliJson.Lines.Refusal));
        else errors.WriteLine(advice is null ? $"hansard: {failure.Description}" : $"hansard: {failure.Description} {advice}");
        return ExitCode.Refused;
    }
}

/// <summary>A refusal as programs read it on standard error.</summary>
internal sealed record Refusal(string Status, string Description, string? Advice = null);
