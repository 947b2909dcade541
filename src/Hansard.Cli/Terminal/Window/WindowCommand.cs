namespace Hansard.Cli.Terminal.Window;

/// <summary>Something that a reader does with a typed line.</summary>
/// <param name="Usage">What follows the name.</param>
/// <param name="Help">One line for <c>/help</c>.</param>
internal sealed record WindowCommand(string Name, string Usage, string Help, Action<ChatSession, CommandWords> Do)
{
    public static readonly IReadOnlyList<WindowCommand> All =
    [
        new("/open", "+NUMBER … [TITLE]", "a dialog; several numbers, or a title, make a group", (session, words) => session.Open(words.Words)),
        new("/reply", "[#N] TEXT", "answer a message, the last of others by default", MessageActs.Reply),
        new("/edit", "[#N] TEXT", "give an own message another text, the last by default", MessageActs.Edit),
        new("/react", "[#N] [EMOJI]", "react to a message; without an emoji take it back", MessageActs.React),
        new("/star", "[#N]", "mark a message for yourself", (session, words) => MessageActs.Star(session, words, on: true)),
        new("/unstar", "[#N]", "take the mark off", (session, words) => MessageActs.Star(session, words, on: false)),
        new("/pin", "[#N]", "keep a message in sight of everybody", (session, words) => MessageActs.Pin(session, words, on: true)),
        new("/unpin", "[#N]", "no longer", (session, words) => MessageActs.Pin(session, words, on: false)),
        new("/delete", "[#N]", "take a message back for everybody, your last by default", MessageActs.Delete),
        new("/report", "[#N] REASON", "report a message to the moderators, who read your reason alone", MessageActs.Report),
        new("/link", "URL", "send an address", MessageActs.Link),
        new("/location", "LATITUDE LONGITUDE [NAME]", "send a place, in degrees", MessageActs.Location),
        new("/file", "PATH", "send a file; you may go on talking meanwhile", FileActs.Send),
        new("/resume", "", "send on the files that were not sent when the window was left", FileActs.Resume),
        new("/save", "[#N] [PATH]", "keep a file, the last by default; a folder gives it its own name, made safe", FileActs.Save),
        new("/members", "", "who is in this conversation", GroupActs.Members),
        new("/add", "+NUMBER", "put somebody into this group", GroupActs.Add),
        new("/admin", "NAME", "make a member an admin", GroupActs.Promote),
        new("/kick", "NAME", "put a member out of this group", GroupActs.Kick),
        new("/block", "NAME", "no dialog with somebody any more", GroupActs.Block),
        new("/unblock", "NAME", "no longer", GroupActs.Unblock),
        new("/rename", "TITLE", "give this group another title", GroupActs.Rename),
        new("/nick", "NAME", "what you call yourself in this conversation", GroupActs.Nick),
        new("/describe", "TEXT", "what this conversation is for", GroupActs.Describe),
        new("/expiry", "SECONDS", "how long messages are meant to last here; 0 for ever", GroupActs.Expire),
        new("/leave", "", "leave this group", GroupActs.Leave),
        new("/remove", "", "delete this conversation for everybody in it", GroupActs.Remove),
        new("/recorders", "", "who records, and by which key you know them", (session, _) => session.ShowRecorders()),
        new("/help", "", "this page", (session, _) => session.Show(HelpPage())),
        new("/quit", "", "leave the window; so does Ctrl+C", (session, _) => session.Quit()),
    ];

    public static WindowCommand? Find(string name) => All.FirstOrDefault(command => command.Name == name);

    private static Aside HelpPage()
    {
        var width = All.Max(command => command.Name.Length + command.Usage.Length) + 2;
        return new Aside("Help · Esc goes back",
        [
            "Enter sends · Tab and arrows change the conversation · // begins a text with a stroke",
            .. All.Select(command => $"{$"{command.Name} {command.Usage}".PadRight(width)} {command.Help}"),
        ]);
    }
}
