using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;

namespace Hansard.Server.Journal;

/// <summary>A fact before it has its sequence number: who did it where, and what.</summary>
internal abstract record FactDraft
{
    public long? ConversationId { get; init; }

    public ConversationUuid? ConversationUuid { get; init; }

    public UserId? UserId { get; init; }

    public DeviceId? DeviceId { get; init; }

    /// <summary>What a message said; stored under the fact's id, and beside the fact in the feed.</summary>
    public (string Iv, string Body)? Ciphertext { get; init; }

    /// <summary>The session key whose wraps travel beside the fact in the feed.</summary>
    public long? SessionKeyId { get; init; }

    public abstract byte[] Write(long sequence, long microseconds);

    /// <summary>Something a user did, in a conversation or not.</summary>
    public static FactDraft<TBody> By<TBody>(Caller caller, ConversationState? conversation, TBody body) where TBody : class, IFactBody => new(body)
    {
        ConversationId = conversation?.Id,
        ConversationUuid = conversation?.Uuid,
        UserId = caller.UserId,
        DeviceId = caller.DeviceId,
    };

    /// <summary>Something the network's operator or the server did.</summary>
    public static FactDraft<TBody> OfNetwork<TBody>(TBody body) where TBody : class, IFactBody => new(body);
}

internal sealed record FactDraft<TBody>(TBody Body) : FactDraft where TBody : class, IFactBody
{
    public override byte[] Write(long sequence, long microseconds) =>
        FactJson.Write(sequence, microseconds, ConversationUuid, UserId, DeviceId, Body);
}
