using Hansard.Protocol.Content;

namespace Hansard.Cli.Demo;

/// <summary>Where something is said.</summary>
internal enum Room
{
    Dialog,
    Group,
}

/// <summary>One thing that somebody says.</summary>
/// <param name="Number">From 0, in the order of the script.</param>
/// <param name="Speaker">Index of the person.</param>
/// <param name="Target">Number of the earlier line in the same room that this one is about; null for none.</param>
/// <param name="Content">Makes the content, given the message that <paramref name="Target"/> became.</param>
internal sealed record ScriptLine(int Number, int Speaker, Room Room, int? Target, Func<MessageRef, MessageContent> Content);
