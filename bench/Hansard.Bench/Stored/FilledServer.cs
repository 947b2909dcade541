using System.Diagnostics;
using Hansard.Bench.Setup;

namespace Hansard.Bench.Stored;

/// <summary>
/// A running server in whose database so many messages are stored: conversations made over the wire, filled past the server while it was stopped.
/// </summary>
internal sealed class FilledServer : IDisposable
{
    private readonly HansardServer server;
    private readonly StoredDatabase database;
    private readonly IReadOnlyList<StoredConversation> conversations;
    private readonly long last;
    private Caller? reader;

    public FilledServer(HansardServer server, StoredDatabase database, long messages, TextWriter progress)
    {
        this.server = server;
        this.database = database;
        progress.WriteLine($"  makes {Correspondence.Conversations} conversations");
        List<Conversation> made = Correspondence.Make(server);
        conversations = database.Find(made);
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        Filling filling = new(conversations, database.JournalEnd(), messages / conversations.Count, now);
        last = filling.Last;
        Messages = filling.Messages;
        long started = Stopwatch.GetTimestamp();
        server.WhileStopped(() => database.Fill(filling, progress));
        progress.WriteLine($"  {Messages:n0} messages in {Stopwatch.GetElapsedTime(started).TotalSeconds:f0} s, {database.Bytes / 1e9:f2} GB");
    }

    public long Messages { get; }

    /// <summary>Logs the reader in, who must then not fall silent for long, and says what he asks.</summary>
    public IReadOnlyList<Question> LogIn()
    {
        reader = Caller.Open(server.Address);
        Correspondence.Reader.Authenticate(reader);
        return new Screens(reader, conversations, last).Questions;
    }

    /// <summary>The server goes on from what was loaded: a message comes in after the newest one, and its fact carries on the chain as the loaded ones do.</summary>
    public void CheckGoingOn()
    {
        StoredConversation conversation = conversations[0];
        JournalEnd before = database.JournalEnd();
        using Caller author = Caller.Open(server.Address);
        Correspondence.Reader.Authenticate(author);
        StoredText text = StoredText.Of(conversation.Number, last + 1);
        author.Call("RequestAddMessage", new
        {
            bodyEncryptedBase64 = text.Body,
            conversationUuid = conversation.Known.Uuid,
            hasFiles = false,
            ivBase64 = text.Iv,
            messageUuid = text.Uuid,
            replyMessageUuid = (string?)null,
            sessionKeyUuid = conversation.Known.SessionKeyUuid,
        });
        string?[] newest = [.. author.Call("RequestGetMessages", new { conversationUuid = conversation.Known.Uuid, fromMessageUuid = (string?)null, size = 2 })
            .GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("uuid").GetString())];
        if (!newest.SequenceEqual([text.Uuid, StoredText.Of(conversation.Number, last).Uuid])) throw new LoadFailure("a message sent after the load is not the newest one");

        JournalEnd after = database.JournalEnd();
        Journal expected = new(before);
        byte[] fact = expected.Add(conversation, conversation.Reader, text, after.TimeMicroseconds);
        if (after.Sequence != expected.Sequence || !fact.AsSpan().SequenceEqual(database.Fact(expected.FactId(expected.Sequence))))
            throw new LoadFailure("the server's facts are not such as were loaded");
        if (!after.HeadHash.AsSpan().SequenceEqual(expected.End(after.TimeMicroseconds).HeadHash)) throw new LoadFailure("the server's chain does not go on from the load's");
    }

    public void Dispose()
    {
        reader?.Dispose();
        server.Dispose();
    }
}
