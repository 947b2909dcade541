using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Cli.Terminal.Window;

namespace Hansard.Cli.Terminal;

/// <summary>The terminal client: single steps for scripts, and a window for people.</summary>
internal static class ClientCommand
{
    private const string DefaultProfile = "me";

    private static readonly Option<string> As = new("--as")
    {
        Description = "Which of the people on this machine you are.", HelpName = "NAME", DefaultValueFactory = _ => DefaultProfile, Recursive = true,
    };

    private static readonly Option<string?> Home = new("--home")
    {
        Description = $"Where those people's keys are kept; default ${Profile.HomeVariable}, else the user's data folder.", HelpName = "DIR", Recursive = true,
    };

    public static Command Create() => new Command("client", "Talk to others. Without a further command: a window.")
    {
        As, Home, RegisterCommand.Create(), ListCommand.Create(), OpenCommand.Create(), SendCommand.Create(), ReadCommand.Create(),
    }.Does(ChatWindow.Run);

    public static Profile ProfileOf(ParseResult arguments) => Profile.Of(arguments.GetValue(As)!, arguments.GetValue(Home));
}
