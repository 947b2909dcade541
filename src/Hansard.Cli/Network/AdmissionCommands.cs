using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Server.Admin;
using Spectre.Console;

namespace Hansard.Cli.Network;

/// <summary><c>hansard network user add, remove, import</c> and <c>list</c>: who may register where admission is listed. Numbers are hashed here and go no further.</summary>
internal static class AdmissionCommands
{
    /// <summary>Ids in one command to the server.</summary>
    private const int ChunkUsers = 500;

    private static readonly Argument<string[]> Users = new("USER")
    {
        Description = "User ids, or telephone numbers in E.164 form such as +15550000001.", Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Argument<FileInfo> File = new("FILE") { Description = "A number or user id on each line; empty lines and what follows a # are skipped." };

    public static IEnumerable<Command> Create() =>
    [
        Naming(new Command("add", "Let people register where admission is listed.") { NetworkCommand.Name, Users })
            .Does((arguments, screen, cancel) => Change(arguments, screen, Named(arguments), (network, users) => new AdmitUsers(network, users), cancel)),
        Naming(new Command("remove", "Let people register no more devices; where admission is listed, those that they have end at once.") { NetworkCommand.Name, Users })
            .Does((arguments, screen, cancel) => Change(arguments, screen, Named(arguments), (network, users) => new DismissUsers(network, users), cancel)),
        new Command("import", "Let everybody in a file register; all of it or, where a line is wrong, nothing.") { NetworkCommand.Name, File }.Does(Import),
        new Command("list", "List the ids of those who may register; numbers are not kept.") { NetworkCommand.Name }.Does(List),
    ];

    private static Command Naming(Command command)
    {
        command.Validators.Add(result =>
        {
            foreach (var token in result.GetResult(Users)?.Tokens.Where(token => Persons.Parse(token.Value) is null) ?? [])
                result.AddError($"{token.Value} is neither a user id nor a number in E.164 form.");
        });
        return command;
    }

    private static List<UserId> Named(ParseResult arguments) => [.. arguments.GetValue(Users)!.Select(text => Persons.Parse(text)!.Value)];

    private static async Task<int> Import(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        List<UserId> users = [];
        var lines = await System.IO.File.ReadAllLinesAsync(arguments.GetValue(File)!.FullName, cancel);
        foreach (var (index, line) in lines.Index())
        {
            var text = line.Split('#')[0].Trim();
            if (text.Length == 0) continue;
            if (Persons.Parse(text) is not { } user) return screen.Refuse(Failure.Invalid($"Line {index + 1} is neither a user id nor a number in E.164 form; nothing was imported."));
            users.Add(user);
        }
        return users.Count == 0
            ? screen.Refuse(Failure.Invalid("The file names nobody."))
            : await Change(arguments, screen, users, (network, chunk) => new AdmitUsers(network, chunk), cancel);
    }

    private static async Task<int> Change(
        ParseResult arguments, Screen screen, List<UserId> users, Func<string, IReadOnlyList<UserId>, IAdminCall<AdmissionChanged>> call, CancellationToken cancel)
    {
        AdmissionChanged total = new(arguments.GetValue(NetworkCommand.Name)!, 0, 0);
        foreach (var chunk in users.Chunk(ChunkUsers))
        {
            var code = await NetworkCommand.Ask(arguments, screen, call(total.Network, chunk), done =>
            {
                total = done with { Changed = total.Changed + done.Changed, EndedDevices = total.EndedDevices + done.EndedDevices };
                return ExitCode.Done;
            }, cancel);
            if (code != ExitCode.Done) return code;
        }
        return screen.Show(total, CliJson.Lines.AdmissionChanged, people => people.WriteLine($"{total.Changed} changed; {total.Network} lists {total.Listed}."));
    }

    private static async Task<int> List(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        List<UserId> all = [];
        var more = true;
        while (more)
        {
            var call = new ListAdmitted(arguments.GetValue(NetworkCommand.Name)!, all.Count == 0 ? "" : all[^1].Value);
            var code = await NetworkCommand.Ask(arguments, screen, call, page =>
            {
                all.AddRange(page.Users);
                more = page.More;
                return ExitCode.Done;
            }, cancel);
            if (code != ExitCode.Done) return code;
        }
        return screen.Show(new AdmittedUsers(all, More: false), CliJson.Lines.AdmittedUsers, people =>
        {
            foreach (var user in all) people.WriteLine(user.Value);
        });
    }
}
