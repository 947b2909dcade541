using Hansard.Protocol.Settings;

namespace Hansard.Server.Networks;

/// <summary><see cref="Recording"/> as it is written on the wire and in the database.</summary>
internal static class RecordingNames
{
    public static string Name(this Recording recording) => recording switch
    {
        Recording.Off => RecordingModes.Off,
        Recording.On => RecordingModes.On,
        _ => RecordingModes.Strict,
    };

    /// <summary>Null for anything that is no mode.</summary>
    public static Recording? Parse(string name) => name switch
    {
        RecordingModes.Off => Recording.Off,
        RecordingModes.On => Recording.On,
        RecordingModes.Strict => Recording.Strict,
        _ => null,
    };
}
