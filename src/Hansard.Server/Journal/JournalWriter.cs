using Hansard.Protocol.Journal;
using Hansard.Server.Networks;
using Hansard.Server.Storage;
using Hansard.Shared;

namespace Hansard.Server.Journal;

/// <summary>A network's journal grows from one head to another.</summary>
internal readonly record struct Growth(Network Network, JournalHead From, JournalHead To);

/// <summary>
/// Numbers and hashes the facts of a batch and signs each network's new head; all of it is stored in one transaction, so the sequence is free
/// of gaps and a head never names a fact that is not there (decision 0002). Writer's thread only.
/// </summary>
internal sealed class JournalWriter(byte[] seed)
{
    /// <summary>Bits of a fact's id below its network's.</summary>
    public const int SequenceBits = 44;

    /// <summary>The last number a journal can give.</summary>
    public const long SequenceMaximum = (1L << SequenceBits) - 1;

    private readonly Dictionary<Network, JournalHead> before = [];
    private long batchTime;

    /// <summary>The latest time any journal of this server has seen, in epoch microseconds; the clock may go back, the journal does not.</summary>
    public long LatestTime { get; private set; }

    public void Observe(JournalHead head) => LatestTime = Math.Max(LatestTime, head.TimeMicroseconds);

    public void Begin(long now) => LatestTime = batchTime = now;

    /// <summary>The row of a fact, with its number.</summary>
    public FactRow Add(Network network, FactDraft fact)
    {
        JournalHead head = network.WritingHead;
        before.TryAdd(network, head);
        long sequence = head.Sequence + 1;
        byte[] bytes = fact.Write(sequence, batchTime);
        network.WritingHead = new JournalHead(sequence, HeadHash.Next(head.Hash, sequence, bytes), [], batchTime, head.Changed + 1);
        return new FactRow(FactId(network, sequence), fact.ConversationId, fact.SessionKeyId, bytes, fact.Ciphertext?.Iv, fact.Ciphertext?.Body);
    }

    /// <summary>Counts a change that devices see and that is no fact; its number.</summary>
    public long Touch(Network network)
    {
        JournalHead head = network.WritingHead;
        before.TryAdd(network, head);
        network.WritingHead = head with { Changed = head.Changed + 1 };
        return head.Changed + 1;
    }

    /// <summary>How far the batch brings each journal, signed where there are new facts.</summary>
    public List<Growth> Seal()
    {
        List<Growth> growths = [];
        foreach ((Network network, JournalHead from) in before)
        {
            JournalHead head = network.WritingHead;
            if (head.Sequence != from.Sequence)
                network.WritingHead = head with { Signature = Ed25519.Sign(seed, HeadHash.SignedText(network.Name, head.Sequence, head.Hash)) };
            growths.Add(new Growth(network, from, network.WritingHead));
        }
        before.Clear();
        return growths;
    }

    /// <summary>The key of a fact's row: <c>network id &lt;&lt; 44 | sequence</c>, so that one integer clusters a network's journal.</summary>
    public static long FactId(Network network, long sequence) => network.Id << SequenceBits | sequence;

    /// <summary>Nothing since the last <see cref="Seal"/> has happened.</summary>
    public void Undo()
    {
        foreach ((Network network, JournalHead head) in before) network.WritingHead = head;
        before.Clear();
    }
}
