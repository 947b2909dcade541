using System.Data.Common;
using Hansard.Server.Conversations;
using Hansard.Server.Fanout;
using Hansard.Server.Files;
using Hansard.Server.Messages;
using Hansard.Server.Networks;
using Hansard.Server.SessionKeys;
using Hansard.Server.Storage;

namespace Hansard.Server.Journal;

/// <summary>
/// Takes what was deleted off the disk, but never before every active recorder has acknowledged the deletion: nothing leaves before it is
/// recorded. Until then nobody else is shown it. Much goes in several batches, others' work between them.
/// </summary>
internal sealed class Eraser(GroupCommit writer, NetworkRemoval removal, FileRemoval files)
{
    /// <summary>Messages, or deletions, that one batch takes at most.</summary>
    private const int StepMaximum = 1_000;

    /// <summary>Erases this as soon as it may be: now, or when recorders acknowledge it.</summary>
    public void Erase(Batch batch, Network network, IReadOnlyList<Erasure> erasures)
    {
        ErasureStore.Add(batch.Sql, erasures);
        EraseDue(batch, network);
    }

    /// <summary>Something was acknowledged, or nobody needs to acknowledge it any more.</summary>
    public void EraseDue(Batch batch, Network network)
    {
        removal.Acknowledged(batch, network);
        if (Step(batch, network)) return;
        // Where the queue is full, the next acknowledgement, deletion or start goes on from here.
        batch.Announce(new AfterCommit(() => EraseLater(network)));
    }

    /// <summary>Queues what is due, if the writer has room for it.</summary>
    public void EraseLater(Network network) => writer.TryEnqueue(new AwaitedWork<bool>(batch =>
    {
        EraseDue(batch, network);
        return true;
    }));

    /// <summary>True when nothing more is due.</summary>
    private bool Step(Batch batch, Network network)
    {
        DbConnection sql = batch.Sql;
        List<Erasure> due = ErasureStore.Due(sql, network, StepMaximum);
        List<Erasure> messages = [.. due.TakeWhile(erasure => erasure.MessageId is not null)];
        EraseMessages(batch, [.. messages.Select(erasure => erasure.MessageId!.Value)]);
        ErasureStore.Done(sql, messages);
        if (messages.Count == due.Count) return due.Count < StepMaximum;

        Erasure conversation = due[messages.Count];
        long[] ids = MessageStore.FirstIds(sql, conversation.ConversationId, StepMaximum);
        EraseMessages(batch, ids);
        MessageStore.Remove(sql, ids);
        if (ids.Length == StepMaximum) return false;
        ConversationStore.SetTitle(sql, conversation.ConversationId, null);
        MemberStore.EraseNicks(sql, conversation.ConversationId);
        SessionKeyStore.EraseWraps(sql, conversation.ConversationId);
        RemoveLater(batch, AvatarStore.EraseOfConversation(sql, conversation.ConversationId));
        ErasureStore.Done(sql, [conversation]);
        return messages.Count + 1 == due.Count && due.Count < StepMaximum;
    }

    /// <summary>What they said, and their files.</summary>
    private void EraseMessages(Batch batch, long[] ids)
    {
        MessageStore.Erase(batch.Sql, ids);
        RemoveLater(batch, FileStore.Erase(batch.Sql, ids));
    }

    private void RemoveLater(Batch batch, List<string> names)
    {
        if (names.Count > 0) batch.Announce(new AfterCommit(() => files.RemoveLater(names)));
    }
}
