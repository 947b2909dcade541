namespace Hansard.Record.Format;

/// <summary>The numbers of <c>msgtype</c>: those of the documented record, and <see cref="Generic"/> for facts that it has no type for. Frozen by test.</summary>
public static class MessageType
{
    public const int Text = 1000;
    public const int Verification = 3000;
    public const int RoomCreated = 4001;
    public const int RoomMembersChanged = 4002;
    public const int RoomLeft = 4003;
    public const int RoomParametersChanged = 4004;
    public const int RoomDeleted = 4005;
    public const int MessageDeleted = 4011;
    public const int MessageAttributes = 4012;
    public const int MessagePinned = 4014;
    public const int File = 6000;
    public const int Call = 7000;
    public const int Location = 8000;
    public const int Edit = 9000;
    public const int Reaction = 9100;
    public const int ReadReceipt = 9200;
    public const int Generic = 10000;

    /// <summary>Whether a line of this type names, in a dialog, who received it.</summary>
    public static bool NamesReceiver(int messageType) => messageType is
        Text or MessageAttributes or MessagePinned or File or Call or Location or Edit or Reaction or ReadReceipt;
}
