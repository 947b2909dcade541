using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Cli.Serve;
using Hansard.Server.Admin;

namespace Hansard.Cli.Network;

/// <summary>What an operator does with the networks of a data folder: through the running server's socket, or without one under the folder's lock.</summary>
internal static class NetworkCommand
{
    public static readonly Argument<string> Name = new("NETWORK") { Description = "Name of the network." };

    public static Command Create() => new("network", "Make and look after the networks of a server.")
    {
        Settings.DataOption, CreateCommand.Create(), ListCommand.Create(), ShowCommand.Create(), SetCommand.Create(), DeleteCommand.Create(), UserCommand.Create(), BotCommand.Create(),
        ReportsCommand.Create(), VerdictCommands.OfConversations(), VerdictCommands.OfMessages(),
    };

    /// <summary>Asks one thing of the data folder and shows the answer.</summary>
    public static async Task<int> Ask<TAnswer>(
        ParseResult arguments, Screen screen, IAdminCall<TAnswer> call, Func<TAnswer, int> show, CancellationToken cancel)
    {
        var settings = Settings.Of(arguments);
        var folder = await AdminClient.OpenAsync(settings.DataFolder, settings.Database, create: call is CreateNetwork, cancellation: cancel);
        if (!folder.Succeeded) return screen.Refuse(folder.Failure);
        using var opened = folder.Value;
        var answer = await opened.CallAsync(call, cancel);
        return answer.Succeeded ? show(answer.Value) : screen.Refuse(answer.Failure);
    }
}
