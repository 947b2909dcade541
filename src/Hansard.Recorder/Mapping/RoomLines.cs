using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Conversations;

namespace Hansard.Recorder.Mapping;

/// <summary>What changes a conversation itself. Pure.</summary>
internal sealed class RoomLines(Naming naming)
{
    public Documented Created(ConversationCreated created, string title) => new(
        MessageType.RoomCreated,
        RoomControl.Created(new RoomParameters(
            title, "", naming.NamesOf(created.Admins), naming.NamesOf(created.Admins.Concat(created.Members)), BurnOnReadSeconds: 0, TtlSeconds: 0)));

    public Documented Added(UserId member) => new(MessageType.RoomMembersChanged, RoomControl.MembersChanged([naming.NameOf(member)], []));

    public Documented Kicked(UserId member) => new(MessageType.RoomMembersChanged, RoomControl.MembersChanged([], [naming.NameOf(member)]));

    public Documented Changed(RoomChange change, ConversationState room, Record.Format.SavedItem? saved = null) =>
        new(MessageType.RoomParametersChanged, RoomControl.Changed(change, ParametersOf(room), saved));

    public Documented Changed(SettingsContent settings, ConversationState room) => Changed(ChangeOf(settings), room);

    public Documented Saved(SavedItemContent item, ConversationState room) =>
        Changed(RoomChange.SavedItem, room, new Record.Format.SavedItem(item.Filehash, item.Guid, item.Key));

    private static RoomChange ChangeOf(SettingsContent settings) =>
        (settings.Description is null ? RoomChange.None : RoomChange.Description)
        | (settings.TtlSeconds is null ? RoomChange.None : RoomChange.Ttl)
        | (settings.BurnOnReadSeconds is null ? RoomChange.None : RoomChange.BurnOnRead)
        | (settings.MeetingKey is null ? RoomChange.None : RoomChange.MeetingKey);

    private RoomParameters ParametersOf(ConversationState room) => new(
        room.Title, room.Description, naming.NamesOf(room.Masters), naming.NamesOf(room.Members), room.BurnOnReadSeconds, room.TtlSeconds);
}
