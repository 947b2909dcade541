using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Contacts;
using Hansard.Server.Connections;
using Hansard.Server.Files;

namespace Hansard.Server.CatchingUp;

/// <summary>Fills a page with what a user's devices were told since a moment: what is his own, then one conversation after the other.</summary>
internal sealed class MissedChanges(DbConnection sql, FileUrls urls, Caller caller, ChangePoint since, ChangePage page)
{
    /// <summary>Where the page ended; null where everything is told.</summary>
    public ChangePosition? Tell(ChangePosition from)
    {
        if (from.Part == ChangePart.Contacts)
        {
            if (TellContacts(from) is { } rest) return rest;
            from = new ChangePosition(0, ChangePart.PublicKeys, 0, 0);
        }
        if (from.Part == ChangePart.PublicKeys)
        {
            if (TellPublicKeys(from) is { } rest) return rest;
            from = new ChangePosition(0, ChangePart.Membership, 0, 0);
        }
        foreach (ChangedConversation conversation in ChangeStore.Conversations(sql, caller, since, from.Conversation))
        {
            ChangePosition begin = conversation.Id == from.Conversation ? from : new ChangePosition(conversation.Id, ChangePart.Membership, 0, 0);
            if (new MissedConversation(sql, urls, caller, since, conversation, page).Tell(begin) is { } rest) return rest;
        }
        return null;
    }

    private ChangePosition? TellContacts(ChangePosition position)
    {
        foreach ((long key, UserId contact) in ChangeStore.Contacts(sql, caller, since, position.At, page.Room))
        {
            if (!page.TryAdd(new UpdateContactNotification(caller.UserId, contact))) return position;
            position = position with { At = key };
        }
        return page.Room == 0 ? position : null;
    }

    private ChangePosition? TellPublicKeys(ChangePosition position)
    {
        foreach ((long key, UserId user, string publicKey) in ChangeStore.PublicKeys(sql, caller, since, position.At, page.Room))
        {
            if (!page.TryAdd(new NotificationNewPublicKey(user, null, publicKey))) return position;
            position = position with { At = key };
        }
        return page.Room == 0 ? position : null;
    }
}
