using System.Text;
using Hansard.Protocol;
using Hansard.Protocol.Content;

namespace Hansard.Cli.Demo;

/// <summary>The stock from which the demo's people talk: plain words, and one specimen of every other content type.</summary>
internal static class Contents
{
    /// <summary>64 hex digits, as a SHA-256 has them.</summary>
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private const string Call = "6a1f0c52-8d0e-4c55-9a5e-2f8f6b1f4d11";

    public static readonly IReadOnlyList<string> Sentences =
    [
        "Good morning, has anybody seen the draft of the tender?",
        "It is on my desk. Section 4 needs another look.",
        "Ich prüfe die Zahlen noch vor dem Mittagessen.",
        "Η προθεσμία είναι την Παρασκευή.",
        "Then let us say two o'clock, the small room.",
        "納期は金曜日です。",
        "\"Net thirty\" is what they asked for, not sixty.",
        "Fine with me 👍🏽 – and thanks, all of you 👨‍👩‍👧",
        "First line,\nsecond line,\tand a tab.",
        "Quotes ' \" ` and a backslash \\ and <b>markup</b> & more",
        "מחר בבוקר אני במשרד.",
        "I have sent it to legal; they answer by tomorrow.",
        "One correction: 1,250.00 EUR, not 1,520.00.",
    ];

    /// <summary>Everything but text; those that are about a message are given it.</summary>
    public static readonly IReadOnlyList<Func<MessageRef, MessageContent>> Others =
    [
        _ => new ImageContent { Caption = "The whiteboard", FileName = "board.jpg", DocumentType = "jpg" },
        _ => new DocumentContent { Caption = "Tender, draft 3", FileName = "tender-3.pdf", DocumentType = "pdf" },
        _ => new LinkContent("https://www.example.org/tender?id=17&lang=de"),
        _ => new AudioContent { FileName = "note.ogg", DocumentType = "ogg" },
        _ => new VideoContent { Caption = "The hall", FileName = "hall.mp4", DocumentType = "mp4" },
        _ => new MenuContent("Which room?",
        [
            new MenuOption(1, MenuCommands.LoadItem, "Small", "room-small"),
            new MenuOption(2, MenuCommands.OpenUrl, "All rooms", "https://www.example.org/rooms", new MenuParam[] { new("method", "GET"), new("target", "_blank") }),
        ]),
        target => new MenuResponseContent(target, new MenuChoice(1, "room-small")),
        _ => new QuickReplyContent("Lunch at noon?", ["Yes", "No", "Later"], "Team", "until 11:30"),
        target => new QuickReplyResponseContent(target, "Later"),
        _ => new FormContent("Visitors", "visitors", Fields("")),
        _ => new FormResponseContent("Visitors", "visitors", Fields("Θάλεια Müller")),
        _ => new ReactionContent("🎉"),
        _ => new ContactsContent([new ContactCard(new ContactName("Dana Weber", "Dana"), new ContactPhone[] { new("+493012345678", "493012345678", "WORK") })]),
        _ => new LocationContent(35.1705, 33.3594, "Ledra Street 1", "The office", "https://www.example.org/map"),
        _ => new VideoRequestedByAgentContent { Audio = true, Video = true },
        _ => new VideoRequestedByCustomerContent { Audio = true, Video = false },
        _ => new VideoAcceptedContent { Audio = true, Video = true },
        _ => new VideoRejectedContent(),
        _ => new VideoStartedContent { Audio = true, Video = true },
        _ => new ScreenSharingStartedContent(),
        _ => new ScreenSharingEndedContent(),
        _ => new VideoEndedContent(),
        _ => new EndChatContent(),
        _ => new LeaveContent(),
        target => new EditContent(target, "It is on my desk. Section 5 needs another look."),
        target => new LinkPreviewContent(target, "https://www.example.org/tender", "The tender"),
        _ => new LiveLocationContent(35.1705, 33.3594, 1_900_000_000_000),
        target => new LiveLocationContent(35.1710, 33.3601, 0, target),
        target => new StarContent(target, true),
        target => new PinContent(target, true),
        _ => new VerificationContent(1, Hash, "AQIDBAUGBwgJCgsMDQ4PEA=="),
        _ => new CallContent(Call, CallStatus.Started, Uri: "sip:room@example.org"),
        _ => new CallContent(Call, CallStatus.Completed, DurationSeconds: 372),
        _ => new SettingsContent(Description: "Tender 17", TtlSeconds: 86_400),
        target => new SavedItemContent(target, "5b3f9b66-6f0b-4b0e-8f43-6a4c4b1f7c0e", Hash, "AQIDBAUGBwgJCgsMDQ4PEA==", true),
    ];

    private static IReadOnlyList<FormField> Fields(string name) =>
    [
        new FormField("name", "visitor", Json("\"Name\""), Json($"\"{name}\""), IsMandatory: true),
        new FormField("select", "floor", Json("""{"default":"Floor","de":"Stockwerk"}"""), Json("\"2\""),
            Options: new Dictionary<string, RawJson> { ["1"] = Json("\"first\""), ["2"] = Json("\"second\"") }),
    ];

    private static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));
}
