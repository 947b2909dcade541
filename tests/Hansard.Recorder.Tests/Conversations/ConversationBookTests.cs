using Hansard.Archive.Log;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Conversations;
using Hansard.Recorder.Feed;
using Hansard.Recorder.Mapping;
using Xunit;

namespace Hansard.Recorder.Tests.Conversations;

public sealed class ConversationBookTests : IDisposable
{
    private static readonly ConversationUuid Room = new("R"), Dialog = new("D");
    private static readonly UserId Anna = new("anna="), Bruno = new("bruno="), Carla = new("carla=");

    private readonly TemporaryFolder folder = new();
    private long seq;

    public void Dispose() => folder.Dispose();

    private ConversationBook Open(long through) => ConversationBook.Open(new PosixDisk(), Path.Combine(folder.Path, "conversations.jsonl"), through);

    private CheckedFact Fact<T>(ConversationUuid conversation, UserId who, T body) where T : class, IFactBody
    {
        var json = FactJson.Write(++seq, seq, conversation, who, null, body);
        return new CheckedFact(FactJson.Read(json), json, default, "");
    }

    private static void Take(ConversationBook book, params CheckedFact[] facts)
    {
        Captured[] captured = [.. facts.Select(_ => Captured.Plain.Instance)];
        Take(book, facts, captured);
    }

    private static void Take(ConversationBook book, IReadOnlyList<CheckedFact> facts, IReadOnlyList<Captured> captured)
    {
        book.Keep(facts, captured);
        foreach (var (fact, opened) in facts.Zip(captured)) book.Apply(fact.Fact, opened);
    }

    private CheckedFact[] Story() =>
    [
        Fact(Room, Anna, new ConversationCreated(false, "t", [Anna], [Bruno], new("K"))),
        Fact(Dialog, Anna, new ConversationCreated(true, null, [Bruno, Anna], [], new("K"))),
        Fact(Room, Anna, new MemberAdded(Carla, true, new("K"))),
        Fact(Room, Carla, new MemberPromoted(Bruno)),
        Fact(Room, Carla, new MemberKicked(Anna)),
        Fact(Room, Carla, new MemberLeft()),
    ];

    [Fact]
    public void Who_is_in_a_conversation_follows_from_its_facts()
    {
        using var book = Open(0);
        Take(book, Story());
        Assert.Equal([Bruno], book.StateOf(Room).Members);
        Assert.Equal([Bruno], book.StateOf(Room).Masters);
        Assert.Equal((Bruno, Anna, null), (book.StateOf(Dialog).Other(Anna), book.StateOf(Dialog).Other(Bruno), book.StateOf(Dialog).Other(Carla)));
        Assert.Null(book.StateOf(Room).Other(Bruno));
        Assert.Equal(ConversationState.None, book.StateOf(null));
    }

    [Fact]
    public void A_restart_knows_what_was_recorded_and_hears_the_rest_again()
    {
        var story = Story();
        using (var book = Open(0)) Take(book, story);

        using (var book = Open(through: 4))
        {
            Assert.Equal([Anna, Bruno, Carla], book.StateOf(Room).Members);
            Assert.Equal([Anna, Carla, Bruno], book.StateOf(Room).Masters);
            Take(book, story[4..]);
            Assert.Equal([Bruno], book.StateOf(Room).Members);
        }
        using (var book = Open(through: 6)) Assert.Equal([Bruno], book.StateOf(Room).Members);
    }

    [Fact]
    public void What_was_said_encrypted_about_a_conversation_is_known_after_a_restart()
    {
        Captured.Body Said(MessageContent content) => new(ContentJson.Write(content), Anna, null);
        var message = new MessageAdded(new("M"), new("K"), false, null, 2, "h", false, null, null);
        CheckedFact[] facts =
        [
            Fact(Room, Anna, new ConversationCreated(false, "t", [Anna], [Bruno], new("K"))), Fact(Room, Bruno, message), Fact(Room, Bruno, message),
            Fact(Room, Anna, new ConversationRenamed("t")), Fact(Room, Anna, message),
        ];
        Captured[] captured =
        [
            new Captured.Text("title", "Primo"), Said(new SettingsContent("Perché", TtlSeconds: 60)), Said(new SettingsContent(BurnOnReadSeconds: 5)),
            new Captured.Text("title", "Secondo \"titolo\""), Said(new TextContent("SETTINGS")),
        ];
        using (var book = Open(0)) Take(book, facts, captured);

        using var again = Open(through: 5);
        var state = again.StateOf(Room);
        Assert.Equal(("Secondo \"titolo\"", "Perché", 60, 5), (state.Title, state.Description, state.TtlSeconds, state.BurnOnReadSeconds));
        Assert.Equal([Anna, Bruno], state.Members);
    }

    [Fact]
    public void A_file_that_is_no_book_is_said_to_be_none()
    {
        File.WriteAllText(Path.Combine(folder.Path, "conversations.jsonl"), "{}\n");
        Assert.Throws<InvalidDataException>(() => Open(5));
    }
}
