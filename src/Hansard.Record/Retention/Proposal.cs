using System.Collections.Immutable;
using Hansard.Record.Merkle;

namespace Hansard.Record.Retention;

/// <summary>What a decision takes before it takes effect.</summary>
/// <param name="Signatures">Of different officers.</param>
/// <param name="DelayMicroseconds">From the last of them on; from the asking where none is needed.</param>
public readonly record struct Terms(int Signatures, long DelayMicroseconds)
{
    public static readonly Terms AtOnce = new(0, 0);
}

/// <summary>A decision that has been asked for and has not taken effect.</summary>
/// <param name="Number">Of its entry.</param>
/// <param name="AskedAt">In microseconds since 1970.</param>
/// <param name="Line">Hash of its entry's line, which is what officers sign.</param>
/// <param name="Agreed">Officers who have signed.</param>
/// <param name="EffectiveAt">In microseconds since 1970; null while signatures are missing.</param>
public sealed record Proposal(long Number, Decision Decision, string By, long AskedAt, Hash256 Line, Terms Terms, ImmutableList<Officer> Agreed, long? EffectiveAt);
