using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Server.CatchingUp;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>RequestRenameConversation: the title of a group, an envelope that the server cannot open.</summary>
internal static class Renaming
{
    public static Failure? Handle(RequestRenameConversation request, Caller caller, Batch batch)
    {
        if (Membership.OfGroupAdmin(caller, request.ConversationUuid, batch, out ConversationState conversation, out _) is { } refusal) return refusal;
        if (conversation.Blocked) return Refusals.ConversationBlocked;
        if (!Ciphertext.IsEnvelope(request.Title)) return Failure.Invalid($"title is base64 of at most {Ciphertext.EnvelopeCharactersMaximum} characters, or null.");
        if (ConversationStore.Title(batch.Sql, conversation.Id) == request.Title) return null;
        ConversationStore.SetTitle(batch.Sql, conversation.Id, request.Title);
        batch.Record(caller.Network, FactDraft.By(caller, conversation, new ConversationRenamed(request.Title)));
        batch.Mark(caller.Network, conversation.Id, ChangeKind.Renamed);
        batch.Announce(WhoIsTold.Renamed(conversation, request.Title, caller));
        AddMessage.AppendEvent(batch, caller, conversation, EventTypes.Renamed, null);
        return null;
    }
}
