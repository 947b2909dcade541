using Hansard.Archive.Search;
using Hansard.Record.Retention;

namespace Hansard.Archive.Retention;

/// <summary>Of every conversation: what kind it is, since when and until when, and who was in it when. As far as the record's closed files tell.</summary>
internal sealed class ConversationBook
{
    private sealed class Conversation
    {
        public List<Frame> Frames { get; } = [];

        public Frame? Creation { get; set; }

        public Frame? Deletion { get; set; }
    }

    private readonly Dictionary<string, Conversation> conversations = [];

    /// <param name="surveys">In the order of the record.</param>
    public ConversationBook(IEnumerable<FileSurvey> surveys)
    {
        foreach (var survey in surveys)
            foreach (var frame in survey.Frames) Take(frame);
    }

    /// <summary>Conversations of which the deletion is known.</summary>
    public int Deletions { get; private set; }

    /// <summary>Under which policy a line is; null where it is kept for ever.</summary>
    public Policy? PolicyOf(LineFacts line, IReadOnlyCollection<Policy> policies)
    {
        if (line.Conversation.Length == 0) return Policy.For(PolicyKinds.Network, policies);
        if (Frame.IsDialogGroup(line.GroupId)) return Policy.For(PolicyKinds.Dialog, policies);
        if (conversations.GetValueOrDefault(line.Conversation)?.Creation is { } creation) return Policy.For(creation.IsDialog ? PolicyKinds.Dialog : PolicyKinds.Room, policies);
        // It may be either, so it is kept as long as the longer of them says.
        return (Policy.For(PolicyKinds.Dialog, policies), Policy.For(PolicyKinds.Room, policies)) switch
        {
            (null, _) or (_, null) => null,
            var (dialog, room) => dialog.Days > room.Days ? dialog : room,
        };
    }

    /// <summary>When the conversation was deleted, in microseconds since 1970; null where it was not.</summary>
    public long? DeletedAt(string conversation) => conversations.GetValueOrDefault(conversation)?.Deletion?.Timestamp;

    /// <summary>When somebody of these was in a conversation; null where the record does not have its beginning, so that nobody can tell.</summary>
    public IReadOnlyList<SeqRange>? Attended(string conversation, Func<NamedPerson, bool> isMeant)
    {
        if (conversations.GetValueOrDefault(conversation) is not { Creation: not null } known) return null;
        List<SeqRange> ranges = [];
        HashSet<string> present = [];
        long since = 0;
        foreach (var frame in known.Frames)
        {
            var was = present.Count > 0;
            foreach (var (change, person) in frame.Changes)
            {
                if (change == Attendance.Cleared) present.Clear();
                else if (!isMeant(person)) continue;
                else if (change == Attendance.Out) present.Remove(KeyOf(person));
                else present.Add(KeyOf(person));
            }
            if (!was && present.Count > 0) since = frame.Seq;
            // The fact that ends it is one that he still sees.
            else if (was && present.Count == 0) ranges.Add(new SeqRange(since, frame.Seq));
        }
        if (present.Count > 0) ranges.Add(new SeqRange(since, long.MaxValue));
        return ranges;
    }

    private void Take(Frame frame)
    {
        if (!conversations.TryGetValue(frame.Conversation, out var conversation)) conversations[frame.Conversation] = conversation = new Conversation();
        conversation.Frames.Add(frame);
        if (frame.IsCreation) conversation.Creation ??= frame;
        if (!frame.IsDeletion) return;
        if (conversation.Deletion is null) Deletions++;
        conversation.Deletion = frame;
    }

    private static string KeyOf(NamedPerson person) => person.UserId ?? People.Folded(person.Name ?? "");
}
