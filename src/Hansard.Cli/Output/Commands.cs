using System.CommandLine;
using Hansard.Protocol;

namespace Hansard.Cli.Output;

/// <summary>Ties a command of the tree to what it does.</summary>
internal static class Commands
{
    /// <summary>A disk or network that does not do its part is an answer to the caller; anything else is a bug and may show its trace.</summary>
    public static Command Does(this Command command, Func<ParseResult, Screen, CancellationToken, Task<int>> action)
    {
        command.SetAction(async (arguments, cancel) =>
        {
            Screen screen = new(arguments.GetValue(Screen.JsonOption), Console.Out, Console.Error);
            try
            {
                return await action(arguments, screen, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // What was asked for has not been done; commands that run until they are stopped end by themselves.
                return ExitCode.Refused;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or HttpRequestException)
            {
                return screen.Refuse(Failure.Internal(exception.Message));
            }
            catch (Exception bug)
            {
                screen.Warn(bug.ToString());
                return screen.Refuse(Failure.Internal("This is a defect of the program."), "Please report it with what stands above.");
            }
        });
        return command;
    }
}
