using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Server.Admin;
using Spectre.Console;

namespace Hansard.Cli.Network;

/// <summary><c>hansard network list</c>.</summary>
internal static class ListCommand
{
    public static Command Create() => new Command("list", "List the networks.").Does((arguments, screen, cancel) =>
        NetworkCommand.Ask(arguments, screen, new ListNetworks(), list => screen.Show(list, CliJson.Lines.NetworkList, people => people.Write(Table(list))), cancel));

    private static Table Table(NetworkList list)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Network", "Recording", "Recorders", "People", "Conversations", "Facts");
        foreach (var network in list.Networks)
        {
            table.AddRow(
                network.Ending is null ? network.Network.EscapeMarkup() : $"{network.Network.EscapeMarkup()} [grey](deleted)[/]", network.Recording, string.Join(", ", network.Recorders).EscapeMarkup(),
                $"{network.People}", $"{network.Conversations}", $"{network.Head}");
        }
        return table;
    }
}
