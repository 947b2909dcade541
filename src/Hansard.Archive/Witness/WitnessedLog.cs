using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Witness;

/// <summary>A log whose checkpoints are witnessed: a record's, or that of its audit log.</summary>
/// <param name="Name">For people.</param>
/// <param name="Key">Under which its checkpoints are signed; null while there is none.</param>
public sealed record WitnessedLog(string Name, RecordLayout Layout, Func<VerifierKey?> Key);
