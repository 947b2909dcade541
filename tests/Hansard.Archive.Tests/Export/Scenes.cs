using System.Text;

namespace Hansard.Archive.Tests.Export;

/// <summary>What is talked about in the tests.</summary>
internal static class Scenes
{
    public static readonly byte[] Picture = [.. Enumerable.Range(0, 100_000).Select(n => (byte)(n * 7))];

    /// <summary>Two conversations on two days with everything in them that a format must show.</summary>
    public static void Everything(Talk talk)
    {
        talk.Created("room", "Anna", "Budget & <Plans>", "Ben");
        var first = talk.Say("room", "Anna", "The budget is 5");
        talk.Say("dialog", "Ben", "Nobody else reads this", receiver: "Cleo");
        talk.Edited("room", "Anna", first, "The budget is 5", "The budget is 50");
        var wrong = talk.Say("room", "Ben", "A word he regrets");
        talk.Deleted("room", "Ben", wrong, isRecall: true);
        talk.Changed("room", "Anna", ["Cleo"], []);
        talk.Reacted("room", "Cleo", first, "👍");
        talk.Reacted("room", "Ben", first, "🎉");
        talk.Reacted("room", "Ben", first, "");
        talk.Sent("room", "Cleo", "plan.png", "image/png", Picture);
        talk.Sent("room", "Cleo", "lost.pdf", "application/pdf", null);
        talk.Sent("room", "Cleo", "altered.txt", "text/plain", Encoding.UTF8.GetBytes("as it was"), isAltered: true);
        talk.Undecryptable("room", "Ben");
        var sealedLine = talk.Lines.Count - 1;
        talk.Second = 4_000;
        talk.Say("room", "Ben", "A new day");
        talk.Changed("room", "Anna", [], ["Ben"]);
        talk.Renamed("room", "Anna", "Budget", "Anna", "Cleo");
        talk.Completed(sealedLine, "Opened at last");
        talk.Left("room", "Cleo");
        talk.Say("dialog", "Cleo", "Good morning", receiver: "Ben");
    }

    /// <summary>What people write who want to break the program that shows it.</summary>
    public static readonly string[] Hostile =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE x; --", "]]></Content></Message>", "&lt;&amp;&#x3c;", "<!-- --><![CDATA[", "</style></title><script src=//evil.example/>",
        "javascript:alert(1)", "line one\r\nline two", "\r\nSubject: injected\r\n\r\nbody", "\u0000\u0001\u0008\u000b\u000c\u000e\u001b[31mred\u001f", "\u007f\u0085\u009f", "\ufffe\uffff\ufdd0",
        "\u202egnp.exe", "=HYPERLINK(\"http://evil.example\")", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "＋1", "－1", "＠SUM", " =1+1", "\u00a0\u200b=1+1", "'=1+1", "|calc", "%0A",
        "--=_hansard_boundary", ".", "From nobody", "=?utf-8?B?PHNjcmlwdD4=?=", "../../../etc/passwd", "..\\..\\windows\\system32", "C:\\evil", "/etc/passwd", "CON", "a\0b.txt", "\ud83d\ude00 \ud835\udd38", "",
        new('x', 5_000), string.Concat(Enumerable.Repeat("ж", 3_000)), "{\"json\":\"\\u0000\"}", "a,b;c\td\"e\"", "\u2028\u2029",
    ];

    /// <summary>Somebody of every hostile name says every hostile thing, in conversations and files of hostile names.</summary>
    public static void AllHostile(Talk talk)
    {
        foreach (var (text, number) in Hostile.Select((text, number) => (text, number)))
        {
            var conversation = $"c{number % 3}";
            var name = text.Length > 200 ? text[..200] : text;
            if (number < 3) talk.Created(conversation, "Anna", text, "Ben", name);
            talk.Say(conversation, name.Length > 0 ? name : "Anna", text);
            talk.Renamed(conversation, "Anna", name, "Anna", "Ben", name);
            talk.Sent(conversation, "Ben", name, name, Encoding.UTF8.GetBytes($"file {number}"));
        }
    }
}
