namespace Hansard.Protocol.Settings;

/// <summary>How a network is recorded.</summary>
public static class RecordingModes
{
    public const string Off = "off";

    /// <summary>Messages flow while no recorder has yet confirmed a session key.</summary>
    public const string On = "on";

    /// <summary>Messages under a key that no recorder has confirmed are refused.</summary>
    public const string Strict = "strict";
}
