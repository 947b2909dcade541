using Hansard.Protocol;
using Hansard.Protocol.Journal;

namespace Hansard.Recorder.Mapping;

/// <summary>What of a fact was encrypted, as far as it could be opened.</summary>
internal abstract record Captured
{
    private Captured()
    {
    }

    /// <summary>Nothing was.</summary>
    public sealed record Plain : Captured
    {
        public static readonly Plain Instance = new();
    }

    /// <summary>A message's body.</summary>
    /// <param name="Warning">What is wrong although it opened, null for nothing.</param>
    public sealed record Body(ReadOnlyMemory<byte> Plaintext, UserId Signer, string? Warning) : Captured;

    /// <summary>A title or a nick.</summary>
    /// <param name="Name">Under which it stands in <c>hansard</c>.</param>
    public sealed record Text(string Name, string Value) : Captured;

    /// <summary>What did not open.</summary>
    /// <param name="Signer">Who made the session key, where that is known.</param>
    /// <param name="Ciphertext">Kept in the line, so that a key that turns up later can complete it; null for envelopes, which the fact itself holds.</param>
    public sealed record Unopened(string Reason, UserId? Signer, FeedBody? Ciphertext) : Captured;
}
