using System.Collections.Immutable;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Journal;
using Hansard.Recorder.Mapping;

namespace Hansard.Recorder.Conversations;

/// <summary>Who is in a conversation after the facts so far, and what it is set to.</summary>
/// <param name="Masters">Its admins, who are members too.</param>
internal sealed record ConversationState(bool IsDialog, ImmutableList<UserId> Masters, ImmutableList<UserId> Members)
{
    /// <summary>Empty where it has none or it did not open.</summary>
    public string Title { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>Until a message expires; 0 for never.</summary>
    public long TtlSeconds { get; init; }

    /// <summary>From reading until a message is gone; 0 for never.</summary>
    public long BurnOnReadSeconds { get; init; }

    /// <summary>For facts about no conversation.</summary>
    public static readonly ConversationState None = new(false, [], []);

    /// <summary>The other person of a dialog, null elsewhere.</summary>
    public UserId? Other(UserId? than) => IsDialog && Members.Count == 2 && than is { } one && Members.Contains(one)
        ? Members[0] == one ? Members[1] : Members[0]
        : null;

    /// <summary>Whether a fact changes the state, given what of it was encrypted.</summary>
    public static bool Concerns(string kind, Captured captured) =>
        kind == ConversationCreated.Kind || kind == MemberAdded.Kind || kind == MemberLeft.Kind || kind == MemberKicked.Kind || kind == MemberPromoted.Kind
        || kind == ConversationRenamed.Kind || SettingsIn(captured) is not null;

    /// <summary>The state after a fact that <see cref="Concerns"/> it; <paramref name="before"/> is null at the creation.</summary>
    public static ConversationState After(ConversationState? before, Fact fact, Captured captured)
    {
        var state = before ?? None;
        if (fact.Kind == ConversationCreated.Kind)
        {
            var created = fact.BodyAs<ConversationCreated>();
            return new ConversationState(created.IsDialog, [.. created.Admins], [.. created.Admins, .. created.Members]) { Title = TitleIn(captured) };
        }
        if (fact.Kind == ConversationRenamed.Kind) return state with { Title = TitleIn(captured) };
        if (SettingsIn(captured) is { } settings) return state.With(settings);
        return fact.Kind == MemberAdded.Kind ? state.With(fact.BodyAs<MemberAdded>()) : state.WithChanged(fact);
    }

    private ConversationState With(MemberAdded added)
    {
        var joined = Without(added.MemberUserId);
        return joined with
        {
            Masters = added.Admin ? joined.Masters.Add(added.MemberUserId) : joined.Masters,
            Members = joined.Members.Add(added.MemberUserId),
        };
    }

    private ConversationState With(SettingsContent settings) => this with
    {
        Description = settings.Description ?? Description,
        TtlSeconds = settings.TtlSeconds ?? TtlSeconds,
        BurnOnReadSeconds = settings.BurnOnReadSeconds ?? BurnOnReadSeconds,
    };

    private ConversationState WithChanged(Fact fact)
    {
        if (fact.Kind == MemberPromoted.Kind)
        {
            var promoted = fact.BodyAs<MemberPromoted>().MemberUserId;
            return this with { Masters = Masters.Remove(promoted).Add(promoted) };
        }
        var gone = fact.Kind == MemberKicked.Kind ? fact.BodyAs<MemberKicked>().MemberUserId : fact.UserId;
        // Who left a dialog stays one of its two people: what the other still writes there has him as its receiver.
        return gone is { } person && !IsDialog ? Without(person) : this;
    }

    private ConversationState Without(UserId person) => this with { Masters = Masters.Remove(person), Members = Members.Remove(person) };

    private static string TitleIn(Captured captured) => captured is Captured.Text title ? title.Value : "";

    private static SettingsContent? SettingsIn(Captured captured) =>
        captured is Captured.Body body && CapturedContent.MayBe(body.Plaintext, ContentTypes.Settings) ? CapturedContent.Of(body.Plaintext).Content as SettingsContent : null;
}
