using Hansard.Record.Merkle;

namespace Hansard.Archive.Witness;

/// <summary>A witness that is asked.</summary>
/// <param name="Address">The prefix to which <c>/add-checkpoint</c> is added.</param>
/// <param name="Key">Under which it signs; of the kind <see cref="VerifierKey.Cosigns"/>.</param>
public sealed record WitnessTarget(Uri Address, VerifierKey Key);
