using Hansard.Protocol;

namespace Hansard.Cli.Demo;

/// <summary>A line of the script once its message was acknowledged.</summary>
/// <param name="Members">Everybody in the room, the speaker too.</param>
/// <param name="Plaintext">What was encrypted.</param>
internal sealed record Said(
    ScriptLine Line, MessageUuid Message, ConversationUuid Conversation, IReadOnlyList<UserId> Members, UserId Speaker, string SpeakerName, string MessageType,
    ReadOnlyMemory<byte> Plaintext)
{
    public bool Reaches(UserId listener) => listener != Speaker && Members.Contains(listener);
}
