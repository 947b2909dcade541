using System.Globalization;
using Hansard.Client;
using Hansard.Client.Messages;
using Hansard.Protocol;

namespace Hansard.Cli.Terminal.Window;

/// <summary>What is done with messages of the open conversation.</summary>
internal static class MessageActs
{
    public static void Reply(ChatSession session, CommandWords words) =>
        About(session, words, ofOwn: false, needsText: true, (client, target) => client.ReplyAsync(target.Conversation, target.Uuid, words.Text, session.Cancel));

    public static void Edit(ChatSession session, CommandWords words) =>
        About(session, words, ofOwn: true, needsText: true, (client, target) => client.EditAsync(target.Conversation, target.Uuid, words.Text, session.Cancel));

    public static void React(ChatSession session, CommandWords words) =>
        About(session, words, ofOwn: false, needsText: false, (client, target) => client.ReactAsync(target.Conversation, target.Uuid, words.Text, session.Cancel));

    public static void Star(ChatSession session, CommandWords words, bool on) =>
        About(session, words, ofOwn: false, needsText: false, (client, target) => client.StarAsync(target.Conversation, target.Uuid, on, session.Cancel));

    public static void Pin(ChatSession session, CommandWords words, bool on) =>
        About(session, words, ofOwn: false, needsText: false, (client, target) => client.PinAsync(target.Conversation, target.Uuid, on, session.Cancel));

    public static void Delete(ChatSession session, CommandWords words)
    {
        if (Target(session, words, ofOwn: true) is not { } target) return;
        session.Act(async client => new Done((await client.DeleteMessagesAsync(target.Conversation, [target.Uuid], session.Cancel)).Failure?.Description));
    }

    /// <summary>The moderators cannot read it, only the reason.</summary>
    public static void Report(ChatSession session, CommandWords words)
    {
        if (words.Text.Length == 0) session.Notice = "/report [#N] REASON";
        else if (Target(session, words, ofOwn: false) is { } target)
            session.Act(async client => new Done((await client.ReportMessageAsync(target.Conversation, target.Uuid, words.Text, session.Cancel)).Failure?.Description ?? "Reported."));
    }

    public static void Link(ChatSession session, CommandWords words)
    {
        if (words.Text.Length == 0) session.Notice = "/link URL";
        else session.Say(conversation => client => client.SendLinkAsync(conversation, words.Text, session.Cancel));
    }

    public static void Location(ChatSession session, CommandWords words)
    {
        if (words.Words is not [var north, var east, .. var name] || !Degrees(north, out var latitude) || !Degrees(east, out var longitude))
        {
            session.Notice = "/location LATITUDE LONGITUDE [NAME], such as /location 35.1705 33.3594 office";
            return;
        }
        session.Say(conversation => client =>
            client.SendLocationAsync(conversation, latitude, longitude, name.Length == 0 ? null : string.Join(' ', name), session.Cancel));
    }

    private static void About(
        ChatSession session, CommandWords words, bool ofOwn, bool needsText, Func<MessengerClient, Message, Task<Result<Message>>> say)
    {
        if (needsText && words.Text.Length == 0) session.Notice = $"{words.Name} {WindowCommand.Find(words.Name)!.Usage}";
        else if (Target(session, words, ofOwn) is { } target) session.Say(_ => client => say(client, target));
    }

    private static Message? Target(ChatSession session, CommandWords words, bool ofOwn)
    {
        var target = words.Target is { } number ? session.Messages.Numbered(number) : session.Messages.Latest(ofOwn);
        if (target is null) session.Notice = words.Target is { } wanted ? $"There is no message #{wanted} here." : "There is no such message here yet.";
        return target;
    }

    private static bool Degrees(string text, out double degrees) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out degrees);
}
