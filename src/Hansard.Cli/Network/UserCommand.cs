using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Server.Admin;
using Spectre.Console;

namespace Hansard.Cli.Network;

/// <summary><c>hansard network user</c>: who may register where admission is listed, and who is blocked.</summary>
internal static class UserCommand
{
    public static Command Create()
    {
        Command command = new("user", "Say who may register, and block users.");
        foreach (var admission in AdmissionCommands.Create()) command.Add(admission);
        command.Add(Blocking("block", "Let a user open no dialog and write in none.", blocked: true));
        command.Add(Blocking("unblock", "End that.", blocked: false));
        return command;
    }

    private static Command Blocking(string name, string description, bool blocked) =>
        new Command(name, description) { NetworkCommand.Name, Persons.User }.NamingUser().Does((arguments, screen, cancel) => NetworkCommand.Ask(
            arguments, screen, new BlockUser(arguments.GetValue(NetworkCommand.Name)!, Persons.Of(arguments), blocked),
            done => screen.Show(done, CliJson.Lines.UserBlock, people => people.WriteLine($"{done.UserId} is {(done.Blocked ? "blocked" : "not blocked")}.")), cancel));
}
