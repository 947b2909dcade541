using System.CommandLine;
using System.CommandLine.Parsing;
using Hansard.Cli.Authority;
using Hansard.Cli.Backups;
using Hansard.Cli.Checks;
using Hansard.Cli.Demo;
using Hansard.Cli.Moving;
using Hansard.Cli.Network;
using Hansard.Cli.Output;
using Hansard.Cli.Record;
using Hansard.Cli.Recorder;
using Hansard.Cli.Serve;
using Hansard.Cli.Terminal;

namespace Hansard.Cli;

/// <summary>The <c>hansard</c> command: its tree, and what happens to arguments that do not fit it.</summary>
internal static class CommandLine
{
    /// <summary>How long a command may go on after Ctrl+C or SIGTERM before the process ends without it: a server drains in this time.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(60);

    // A message to send may begin with @ and is then no file of arguments; -abc is never three options.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    internal static RootCommand Tree() => new("Hansard: messaging for organisations that must be able to show what was said.")
    {
        UpCommand.Create(),
        DemoCommand.Create(),
        ServeCommand.Create(),
        NetworkCommand.Create(),
        RecorderCommand.Create(),
        RecordCommand.Create(),
        ClientCommand.Create(),
        AuthorityCommand.Create(),
        ConfigCommand.Create(),
        MigrateCommand.Create(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
        Screen.JsonOption,
    };

    public static async Task<int> Run(string[] arguments)
    {
        var tree = Tree();
        var parsed = tree.Parse(arguments.Length == 0 ? ["--help"] : arguments, Parsing);
        if (parsed.Errors.Count > 0) return RefuseUsage(parsed, Console.Error);
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = StopGrace, EnableDefaultExceptionHandler = false });
    }

    private static int RefuseUsage(ParseResult parsed, TextWriter errors)
    {
        var path = PathOf(parsed.CommandResult);
        foreach (var error in parsed.Errors) errors.WriteLine($"{path}: {error.Message}");
        errors.WriteLine($"See {path} --help");
        return ExitCode.Usage;
    }

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "hansard";
}
