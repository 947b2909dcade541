using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Client;
using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Protocol;
using Spectre.Console;

namespace Hansard.Cli.Terminal;

/// <summary><c>hansard client register</c>: makes this machine a device of the owner of a telephone number.</summary>
internal static class RegisterCommand
{
    private static readonly Argument<string> Number = new("NUMBER") { Description = "Your telephone number, such as +491700000001." };
    private static readonly Option<string?> Nick = new("--nick") { Description = "What others see of you; default the name of --as.", HelpName = "NAME" };

    private static readonly Option<Uri> Server = Values.Server("--server");

    private static readonly Option<string> Network = new("--network")
    {
        Description = "Network to register in.", HelpName = "NAME", DefaultValueFactory = _ => ConnectionSettings.DefaultNetwork,
    };

    private static readonly Option<FileInfo?> Authority = new("--authority")
    {
        Description = "The network's authority key (public half, PEM), as its holder gave it to you. Without it no recorder is accepted.", HelpName = "FILE",
    };

    public static Command Create() => new Command("register", "Register a telephone number on this machine.") { Number, Nick, Server, Network, Authority }
        .Does(Register);

    private static async Task<int> Register(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var profile = ClientCommand.ProfileOf(arguments);
        ProfileSettings settings = new(arguments.GetValue(Server)!, arguments.GetValue(Network)!);
        var authority = arguments.GetValue(Authority) is { } file ? await File.ReadAllTextAsync(file.FullName, cancel) : null;
        profile.CreateFolder();
        var client = await MessengerClient.ConnectAsync(profile.Client(settings, authority), cancel);
        if (!client.Succeeded) return screen.Refuse(client.Failure);
        await using var device = client.Value;
        if (device.IsRegistered) return screen.Refuse(Failure.Conflict($"{profile.Name} is registered already."), "Choose another name with --as.");

        var number = arguments.GetValue(Number)!;
        var nick = arguments.GetValue(Nick) ?? profile.Name;
        var user = await device.RegisterAsync(number, Prompts.For(number, screen), nick, cancel);
        if (!user.Succeeded) return screen.Refuse(user.Failure);
        profile.Save(settings);
        var addresses = AddressBook.Open(profile);
        addresses.NoteNumber(number);
        addresses.NoteNick(user.Value, nick);
        return screen.Show(new Registered(user.Value, device.Identity!.Fingerprint), CliJson.Lines.Registered, people =>
        {
            people.MarkupLine($"[green]Registered.[/] Fingerprint of your key: [grey]{device.Identity.Fingerprint}[/]");
            people.MarkupLine($"Next: hansard client --as {profile.Name.EscapeMarkup()} open +NUMBER");
            RecorderNotice.Tell(device.Recorders, screen);
        });
    }
}

internal sealed record Registered(UserId UserId, string Fingerprint);
