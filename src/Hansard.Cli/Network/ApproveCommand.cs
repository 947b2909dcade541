using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Server.Admin;

namespace Hansard.Cli.Network;

/// <summary><c>hansard network bot approve</c>: a person vouches that the pending bot is the one whose host he has seen.</summary>
internal static class ApproveCommand
{
    private static readonly Option<string> SigningKey = new("--signing-key")
    {
        Description = "The signing key that the bot's own host shows.", HelpName = "HEX", Required = true,
    };

    private static readonly Option<bool> Recorder = new("--recorder") { Description = "It records the network; needs --signature." };

    private static readonly Option<string?> Signature = new("--signature")
    {
        Description = "The authority's signature: hansard authority sign.", HelpName = "BASE64",
    };

    public static Command Create()
    {
        Command command = new("approve", "Let a pending bot in.") { NetworkCommand.Name, BotCommand.User, SigningKey, Recorder, Signature };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Recorder) != result.GetValue(Signature) is not null)
                result.AddError("A recorder is approved with --recorder and --signature together.");
        });
        return command.Does((arguments, screen, cancel) =>
        {
            ApproveBot approval = new(
                arguments.GetValue(NetworkCommand.Name)!, arguments.GetValue(BotCommand.User)!, arguments.GetValue(SigningKey)!,
                arguments.GetValue(Recorder), arguments.GetValue(Signature));
            return NetworkCommand.Ask(arguments, screen, approval, bot => BotCommand.Show(bot, screen), cancel);
        });
    }
}
