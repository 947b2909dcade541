using System.Collections.Immutable;
using Hansard.Protocol;
using Hansard.Protocol.Journal;

namespace Hansard.Recorder.Conversations;

/// <summary>Who is in a conversation after the facts so far.</summary>
/// <param name="Masters">Its admins, who are members too.</param>
internal sealed record ConversationState(bool IsDialog, ImmutableList<UserId> Masters, ImmutableList<UserId> Members)
{
    /// <summary>For facts about no conversation.</summary>
    public static readonly ConversationState None = new(false, [], []);

    /// <summary>The other person of a dialog, null elsewhere.</summary>
    public UserId? Other(UserId? than) => IsDialog && Members.Count == 2 && than is { } one && Members.Contains(one)
        ? Members[0] == one ? Members[1] : Members[0]
        : null;

    /// <summary>Whether a fact of this kind changes the state.</summary>
    public static bool Concerns(string kind) =>
        kind == ConversationCreated.Kind || kind == MemberAdded.Kind || kind == MemberLeft.Kind || kind == MemberKicked.Kind || kind == MemberPromoted.Kind;

    /// <summary>The state after a fact that <see cref="Concerns"/> it; <paramref name="before"/> is null at the creation.</summary>
    public static ConversationState After(ConversationState? before, Fact fact)
    {
        var state = before ?? None;
        if (fact.Kind == ConversationCreated.Kind)
        {
            var created = fact.BodyAs<ConversationCreated>();
            return new ConversationState(created.IsDialog, [.. created.Admins], [.. created.Admins, .. created.Members]);
        }
        if (fact.Kind == MemberAdded.Kind)
        {
            var added = fact.BodyAs<MemberAdded>();
            var joined = state.Without(added.MemberUserId);
            return new ConversationState(
                joined.IsDialog, added.Admin ? joined.Masters.Add(added.MemberUserId) : joined.Masters, joined.Members.Add(added.MemberUserId));
        }
        if (fact.Kind == MemberPromoted.Kind)
        {
            var promoted = fact.BodyAs<MemberPromoted>().MemberUserId;
            return state with { Masters = state.Masters.Remove(promoted).Add(promoted) };
        }
        var gone = fact.Kind == MemberKicked.Kind ? fact.BodyAs<MemberKicked>().MemberUserId : fact.UserId;
        // Who left a dialog stays one of its two people: what the other still writes there has him as its receiver.
        return gone is { } person && !state.IsDialog ? state.Without(person) : state;
    }

    private ConversationState Without(UserId person) => this with { Masters = Masters.Remove(person), Members = Members.Remove(person) };
}
