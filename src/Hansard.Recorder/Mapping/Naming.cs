using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Record.Format;

namespace Hansard.Recorder.Mapping;

/// <summary>How the lines of one network call people, messages and groups. Pure.</summary>
/// <param name="nameOf">A name of the recorder's directory, else the userId.</param>
internal sealed class Naming(string network, Func<UserId, string> nameOf)
{
    /// <summary>Bytes of a SHA-256, of which a userId is the base64.</summary>
    private const int UserIdBytes = 32;

    public string Network => network;

    public string NameOf(UserId user) => nameOf(user);

    public string[] NamesOf(IEnumerable<UserId> users) => [.. users.Select(nameOf)];

    public string MessageId(string conversation, MessageRef message, int part = 0) => LineIds.OfMessage(network, conversation, message.Value, part);

    /// <summary>The hash of a user as a call's participants show him; an id that is no hash stays as it is.</summary>
    public static string HashOf(UserId user)
    {
        Span<byte> hash = stackalloc byte[UserIdBytes];
        return Convert.TryFromBase64String(user.Value, hash, out var bytes) && bytes == UserIdBytes ? Convert.ToHexStringLower(hash) : user.Value;
    }
}
