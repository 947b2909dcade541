using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Server.Admin;
using Spectre.Console;

namespace Hansard.Cli.Network;

/// <summary><c>hansard network bot</c>: programs that take part in a network, recorders among them.</summary>
internal static class BotCommand
{
    public static readonly Argument<string> User = new("USER") { Description = "The bot's user name." };

    public static Command Create() => new("bot", "Look after a network's bots and recorders.")
    {
        new Command("list", "List the bots.") { NetworkCommand.Name }.Does((arguments, screen, cancel) =>
            NetworkCommand.Ask(arguments, screen, new ListBots(arguments.GetValue(NetworkCommand.Name)!), list => List(list, screen), cancel)),
        new Command("show", "Show one bot; with --json as authority sign wants it.") { NetworkCommand.Name, User }.Does((arguments, screen, cancel) =>
            NetworkCommand.Ask(arguments, screen, new ShowBot(arguments.GetValue(NetworkCommand.Name)!, arguments.GetValue(User)!), bot => Show(bot, screen), cancel)),
        new Command("password", "Make a one-time password with which one more bot may announce itself.") { NetworkCommand.Name }.Does((arguments, screen, cancel) =>
            NetworkCommand.Ask(arguments, screen, new MakeBotPassword(arguments.GetValue(NetworkCommand.Name)!), made =>
                screen.Show(made, CliJson.Lines.BotPasswordMade, people => people.WriteLine(made.BotPassword)), cancel)),
        ApproveCommand.Create(),
        new Command("retire", "End a bot for good; its name stays taken.") { NetworkCommand.Name, User }.Does((arguments, screen, cancel) =>
            NetworkCommand.Ask(arguments, screen, new RetireBot(arguments.GetValue(NetworkCommand.Name)!, arguments.GetValue(User)!), bot => Show(bot, screen), cancel)),
    };

    public static int Show(BotReport report, Screen screen)
    {
        var bot = Describe(report);
        return screen.Show(bot, CliJson.Lines.BotDescription, people =>
        {
            var sheet = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
            void Row(string name, string value) => sheet.AddRow($"[grey]{name}[/]", value.EscapeMarkup());
            Row("bot", bot.UserName);
            Row("network", bot.Network);
            Row("state", $"{bot.State}{(bot.IsRecorder ? ", recorder" : "")}");
            Row("user id", bot.UserId.Value);
            Row("signing key", bot.SigningKeyHex);
            Row("key pair", bot.KeyPairUuid.Value);
            Row("fingerprint", bot.Fingerprint);
            if (bot.IsRecorder) Row("acknowledged", $"fact {report.Acknowledged}");
            people.Write(sheet);
        });
    }

    private static int List(BotList list, Screen screen) => screen.Show(list.Bots.Select(Describe).ToList(), CliJson.Lines.BotDescriptions, people =>
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Bot", "State", "Recorder", "Recorded up to", "Fingerprint");
        foreach (var bot in list.Bots)
        {
            table.AddRow(
                bot.UserName.EscapeMarkup(), bot.State, bot.IsRecorder ? "yes" : "no", bot.IsRecorder ? $"fact {bot.Acknowledged}" : "",
                Describe(bot).Fingerprint);
        }
        people.Write(table);
    });

    private static BotDescription Describe(BotReport bot) => new(
        bot.Network, bot.UserName, bot.UserId, bot.State, bot.IsRecorder, bot.KeyPairUuid, bot.PublicKeyBase64,
        UserPublicKey.Parse(bot.PublicKeyBase64) is { Succeeded: true } key ? key.Value.Fingerprint : "unreadable", bot.SigningKeyHex, bot.IsRecorder ? bot.Acknowledged : null);
}
