namespace Hansard.Protocol.Journal;

/// <summary>Why a session key was closed: somebody must no longer read along, or somebody cannot yet.</summary>
public static class ClosingReasons
{
    public const string Left = "left";
    public const string Kicked = "kicked";
    public const string UserDeleted = "userDeleted";
    public const string KeyPairChanged = "keyPairChanged";
    public const string RecorderAdded = "recorderAdded";
    public const string RecorderRetired = "recorderRetired";
    public const string Rejected = "rejected";
}
