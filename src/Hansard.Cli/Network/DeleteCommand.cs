using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Cli.Serve;
using Hansard.Server.Admin;
using Spectre.Console;
using Failure = Hansard.Protocol.Failure;
using Status = Hansard.Protocol.Status;

namespace Hansard.Cli.Network;

/// <summary><c>hansard network delete</c>: a network is no more, for everybody in it, at once; its rows go when its recorders have it.</summary>
internal static class DeleteCommand
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask for the name to be typed." };

    public static Command Create() => new Command("delete", "Delete a network with everything in it, for good.") { NetworkCommand.Name, Yes }.Does(Delete);

    private static async Task<int> Delete(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var name = arguments.GetValue(NetworkCommand.Name)!;
        var settings = Settings.Of(arguments);
        var folder = await AdminClient.OpenAsync(settings.DataFolder, settings.Database, cancellation: cancel);
        if (!folder.Succeeded) return screen.Refuse(folder.Failure);
        using var opened = folder.Value;
        var shown = await opened.CallAsync(new ShowNetwork(name), cancel);
        if (!shown.Succeeded) return screen.Refuse(shown.Failure);
        if (!arguments.GetValue(Yes) && shown.Value.Ending is null && !await IsMeant(shown.Value, screen, cancel))
            return screen.Refuse(Failure.Invalid("That is not its name; nothing was deleted."));
        var answer = await opened.CallAsync(new DeleteNetwork(name), cancel);
        if (!answer.Succeeded) return screen.Refuse(answer.Failure);

        var report = answer.Value;
        while (report.Ending is { WaitsFor.Count: 0 })
        {
            await Task.Delay(LookAgain, cancel);
            var next = await opened.CallAsync(new ShowNetwork(name), cancel);
            if (!next.Succeeded && next.Failure.Status != Status.NotFound) return screen.Refuse(next.Failure);
            if (!next.Succeeded) return Show(new Deletion(name, Removed: true, report.Ending.Through, []), screen);
            report = next.Value;
        }
        return Show(new Deletion(name, Removed: false, report.Ending!.Through, report.Ending.WaitsFor), screen);
    }

    private static async Task<bool> IsMeant(NetworkReport network, Screen screen, CancellationToken cancel)
    {
        var question = $"This deletes {network.Network} with {network.People} people and {network.Conversations} conversations for good. Type its name to go on";
        if (Console.IsInputRedirected) return await Console.In.ReadLineAsync(cancel) == network.Network;
        return await new TextPrompt<string>($"{question.EscapeMarkup()}:").AllowEmpty().ShowAsync(screen.Questions, cancel) == network.Network;
    }

    private static int Show(Deletion deletion, Screen screen) => screen.Show(deletion, CliJson.Lines.Deletion, people =>
    {
        if (deletion.Removed)
        {
            people.WriteLine($"{deletion.Network} is deleted.");
            return;
        }
        people.WriteLine($"{deletion.Network} has ended. What is stored of it goes as soon as its recorders have acknowledged fact {deletion.Through}.");
        foreach (var recorder in deletion.WaitsFor)
            people.WriteLine($"It waits for {recorder}; a recorder that does not come back: {Screen.CommandName} network bot retire {deletion.Network} {recorder}");
    });
}

/// <param name="Removed">Nothing is stored of the network any more; its name is free.</param>
/// <param name="Through">The number of its last fact.</param>
/// <param name="WaitsFor">The recorders that have not acknowledged it.</param>
internal sealed record Deletion(string Network, bool Removed, long Through, IReadOnlyList<string> WaitsFor);
