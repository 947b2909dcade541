using System.CommandLine;
using Hansard.Cli.Authority;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Protocol.Settings;
using Hansard.Server.Admin;
using Spectre.Console;

namespace Hansard.Cli.Network;

/// <summary>
/// <c>hansard network create</c>. The authority key is made here, in the operator's process: the server is told its public half and never sees the other.
/// </summary>
internal static class CreateCommand
{
    private static readonly Option<string> Recording = new("--recording")
    {
        Description = "off; on: messages flow while a recorder confirms their key; strict: they wait for it.",
        HelpName = $"{RecordingModes.Off}|{RecordingModes.On}|{RecordingModes.Strict}", DefaultValueFactory = _ => RecordingModes.Off,
    };

    private static readonly Option<FileInfo?> AuthorityKeyOut = new("--authority-key-out")
    {
        Description = "Makes the key that names recorders: private half into FILE, for the compliance officer alone, public half into FILE.pub, for clients.",
        HelpName = "FILE",
    };

    private static readonly Option<FileInfo?> AuthorityKey = new("--authority-key")
    {
        Description = "Public half (PEM) of an authority key that exists already.", HelpName = "FILE",
    };

    static CreateCommand() => Recording.AcceptOnlyFromAmong(RecordingModes.Off, RecordingModes.On, RecordingModes.Strict);

    public static Command Create()
    {
        Command command = new("create", "Make a network.") { NetworkCommand.Name, Recording, AuthorityKeyOut, AuthorityKey };
        command.Validators.Add(result =>
        {
            var keys = new[] { AuthorityKeyOut, AuthorityKey }.Count(option => result.GetResult(option) is not null);
            if (keys > 1) result.AddError("--authority-key-out makes a key, --authority-key names one that exists: give one of them.");
            if (keys == 0 && result.GetResult(Recording) is { Tokens: [{ Value: RecordingModes.On or RecordingModes.Strict }] })
                result.AddError("A recorded network needs a key that names its recorders: --authority-key-out FILE makes one.");
        });
        return command.Does(Create);
    }

    private static async Task<int> Create(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var name = arguments.GetValue(NetworkCommand.Name)!;
        var keyOut = arguments.GetValue(AuthorityKeyOut);
        string? publicKey = null;
        if (keyOut is not null)
        {
            var made = AuthorityKeyFile.Make(keyOut.FullName);
            if (!made.Succeeded) return screen.Refuse(made.Failure);
            publicKey = made.Value.Pem;
        }
        else if (arguments.GetValue(AuthorityKey) is { } file)
        {
            publicKey = await File.ReadAllTextAsync(file.FullName, cancel);
        }
        var code = await NetworkCommand.Ask(
            arguments, screen, new CreateNetwork(name, arguments.GetValue(Recording)!, publicKey), created => Show(created, keyOut, screen), cancel);
        // A key that names nobody's recorders would only be found by someone who wonders what it is for.
        if (code != ExitCode.Done && keyOut is not null) AuthorityKeyFile.Delete(keyOut.FullName);
        return code;
    }

    private static int Show(NetworkCreated created, FileInfo? keyOut, Screen screen) => screen.Show(created, CliJson.Lines.NetworkCreated, people =>
    {
        var name = created.Network.Network.EscapeMarkup();
        people.MarkupLine($"[green]Made the network {name}[/], recording {created.Network.Recording}.");
        if (keyOut is not null)
        {
            people.MarkupLine($"Authority key:     {keyOut.FullName.EscapeMarkup()} [grey]for the compliance officer: move it off this machine[/]");
            people.MarkupLine($"Its public half:   {AuthorityKeyFile.PublicOf(keyOut.FullName).EscapeMarkup()} [grey]for every client[/]");
        }
        people.MarkupLine($"One-time password: [bold]{created.BotPassword}[/] [grey]lets one bot or recorder announce itself; not shown again[/]");
    });
}
