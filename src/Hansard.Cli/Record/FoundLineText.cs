using Hansard.Cli.Output;
using Hansard.Cli.Terminal;
using Hansard.Record.Format;

namespace Hansard.Cli.Record;

/// <summary>Found lines for people, each with what stood around it. Everything that somebody wrote goes through <see cref="Plain"/>.</summary>
internal static class FoundLineText
{
    public static void Tell(FoundLine found, Screen screen)
    {
        foreach (var before in found.Before ?? []) Tell(before, "  | ", screen);
        Tell(found, "", screen);
        foreach (var later in found.Later ?? []) screen.TellPlain($"    {Became(later)}");
        foreach (var after in found.After ?? []) Tell(after, "  | ", screen);
        if (found.Before is not null || found.After is not null) screen.TellPlain("");
    }

    private static void Tell(FoundLine line, string margin, Screen screen)
    {
        var where = line.Title is { } title ? $"\"{title}\"" : line.Receiver is { } receiver ? $"to {receiver}" : $"in {line.Conversation ?? "the network"}";
        var mark = line.Status == LineStatus.Captured ? "" : $" [{line.Status}]";
        screen.TellPlain($"{margin}{line.Ts}  fact {line.Seq}  {Plain.Line(line.Sender)} {Plain.Line(where)}  {Plain.Line(line.What)}{mark}");
        if (line.Previous is { } previous) screen.TellPlain($"{margin}    was: {Indented(previous, margin)}");
        if (line.Text.Length > 0) screen.TellPlain($"{margin}    {Indented(line.Text, margin)}");
    }

    private static string Became(FoundLine later) => later.Msgtype switch
    {
        MessageType.Edit => $"-> edited by {Who(later)}: {Indented(later.Text, "")}" + (later.Previous is { } previous ? $"\n       before that: {Indented(previous, "")}" : ""),
        MessageType.MessageDeleted => $"-> deleted by {Who(later)}",
        MessageType.Reaction => $"-> reaction by {Who(later)}: {Plain.Line(later.Text)}",
        _ => $"-> {Plain.Line(later.What)} by {Who(later)}: {Indented(later.Text, "")}",
    };

    private static string Who(FoundLine line) => $"{Plain.Line(line.Sender)}, {line.Ts}, fact {line.Seq}";

    /// <summary>A text of several lines stays to the right of its margin, so that it cannot pass for another line of the answer.</summary>
    private static string Indented(string text, string margin) => Plain.Text(text).Replace("\n", $"\n{margin}    ", StringComparison.Ordinal);
}
