namespace Hansard.Protocol.Messages;

/// <summary>What an event message tells of; <c>eventUserId</c> names whom it befell where one is noted below.</summary>
public static class EventTypes
{
    /// <summary>With the newcomer; in a dialog the other person; null for the creation of a group.</summary>
    public const string Added = "Added";

    /// <summary>With the one who left.</summary>
    public const string Left = "Left";

    /// <summary>With the one who was kicked.</summary>
    public const string Kicked = "Kicked";

    /// <summary>With the new admin.</summary>
    public const string AdminAdded = "AdminAdded";

    public const string Renamed = "Renamed";
    public const string AvatarChanged = "AvatarChanged";
    public const string SessionKeyRegenerated = "SessionKeyRegenerated";
}
