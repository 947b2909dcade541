using Hansard.Protocol;
using Hansard.Protocol.Messages;

namespace Hansard.Client.LocalStore;

/// <summary>
/// What a device knows of a message and what it is told, put together so that the order of telling does not matter. Counters are kept of one's own
/// messages alone: of others' the server tells nothing after they were added, so one device would have them of another time than the next.
/// </summary>
internal static class MessageMerge
{
    public static MessageView New(MessageView told, UserId own) => told.Deleted ? Tombstone(Shown(told, own)) : Shown(told, own);

    public static MessageView With(MessageView held, MessageView told, UserId own)
    {
        var merged = held with { Readed = held.Readed || told.Readed, Objectionable = held.Objectionable || told.Objectionable };
        if (held.UserId == own) merged = Counted(merged, told.ReadedMembers, told.DeliveredMembers);
        return told.Deleted ? Tombstone(merged) : merged;
    }

    public static MessageView With(MessageView held, UpdatedMessageNotification told, UserId own)
    {
        var merged = held with { Readed = held.Readed || told.Readed is true, Objectionable = told.Objectionable };
        if (held.UserId == own) merged = Counted(merged, told.ReadedMembers, told.DeliveredMembers);
        return told.Deleted ? Tombstone(merged) : merged;
    }

    public static MessageView Tombstone(MessageView held) => held with { Deleted = true, IvBase64 = null, BodyEncryptedBase64 = null };

    private static MessageView Shown(MessageView told, UserId own) =>
        told.UserId == own ? told with { Readed = true } : told with { ReadedMembers = 0, DeliveredMembers = 0 };

    private static MessageView Counted(MessageView held, int readed, int delivered) => held with
    {
        ReadedMembers = Math.Max(held.ReadedMembers, readed), DeliveredMembers = Math.Max(held.DeliveredMembers, delivered),
    };
}
