using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Client.Contacts;
using Hansard.Client.Encryption;
using Hansard.Client.SessionKeys;
using Hansard.Client.Settings;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;

namespace Hansard.Client.Conversations;

/// <summary>Opens dialogs and groups, each with a first session key for everybody in it and for every recorder.</summary>
internal sealed class ConversationMaker(
    Identity own, KeyRing ring, KeyBook book, RecorderWatch recorders, ConversationBook conversations, Link link)
{
    /// <summary>How often somebody's keys may change while the set is made.</summary>
    private const int Attempts = 3;

    /// <summary>The dialog with this person: there is one per pair, so the one that exists is as good as a new one.</summary>
    public async Task<Result<Conversation>> DialogAsync(UserId other, CancellationToken cancellation)
    {
        if (DialogWith(other) is { } known) return known;
        var made = await MakeAsync(new Plan(IsDialog: true, null, [other], []), cancellation);
        if (made.Failure?.Status is not Status.Conflict) return made;
        var listed = await conversations.ListAsync(cancellation);
        return !listed.Succeeded ? listed.Failure : DialogWith(other) is { } theirs ? theirs : made;
    }

    public Task<Result<Conversation>> GroupAsync(
        string? title, IReadOnlyList<UserId> admins, IReadOnlyList<UserId> members, CancellationToken cancellation) =>
        MakeAsync(new Plan(IsDialog: false, title, Others(admins), [.. Others(members).Except(admins)]), cancellation);

    private async Task<Result<Conversation>> MakeAsync(Plan plan, CancellationToken cancellation)
    {
        var (conversation, keyUuid) = (new ConversationUuid(NewUuid()), new SessionKeyUuid(NewUuid()));
        for (var attempt = 1; ; attempt++)
        {
            var watching = await recorders.RecipientsAsync(cancellation);
            if (!watching.Succeeded) return watching.Failure;
            var people = await book.CurrentKeysAsync([.. plan.Admins, .. plan.Members], cancellation);
            if (!people.Succeeded) return people.Failure;
            var set = new KeySet(own, conversation, null, [.. people.Value, .. watching.Value]);
            var answer = await link.SendAsync(Request(plan, conversation, keyUuid, set, people.Value, watching.Value), cancellation);
            if (answer.Succeeded)
            {
                ring.Keep(conversation, new HeldKey(keyUuid, null, set.Key, Verified: true));
                return await conversations.TakeAsync(answer.Value.Conversation, cancellation);
            }
            if (answer.Failure.Status is not Status.IncompleteKeys || attempt == Attempts) return answer.Failure;
        }
    }

    private RequestCreateConversationFull Request(
        Plan plan, ConversationUuid conversation, SessionKeyUuid keyUuid, KeySet set,
        IReadOnlyList<Recipient> people, IReadOnlyList<Recipient> watching)
    {
        var admins = people.Where(person => plan.Admins.Contains(person.UserId));
        var members = people.Where(person => !plan.Admins.Contains(person.UserId)).Concat(watching);
        return new(
            admins.ToDictionary(admin => admin.UserId, set.WrapFor),
            conversation,
            plan.IsDialog,
            members.ToDictionary(member => member.UserId, set.WrapFor),
            SealedOrNull(EnvelopeField.Nick, own.Nick),
            keyUuid,
            set.Own,
            SealedOrNull(EnvelopeField.Title, plan.Title),
            set.KeyPairUuids);

        string? SealedOrNull(string field, string? text) => text is null ? null : Envelope.Seal(set.Key, keyUuid, conversation, field, text);
    }

    private Conversation? DialogWith(UserId other) =>
        conversations.All.FirstOrDefault(conversation => conversation.IsDialog && conversation.Admins.Contains(other));

    private IReadOnlyList<UserId> Others(IEnumerable<UserId> users) => [.. users.Where(user => user != own.UserId).Distinct()];

    private static string NewUuid() => Guid.NewGuid().ToString();

    private sealed record Plan(bool IsDialog, string? Title, IReadOnlyList<UserId> Admins, IReadOnlyList<UserId> Members);
}
