using Hansard.Record.Merkle;

namespace Hansard.Archive.Log;

/// <summary>How a record is kept.</summary>
/// <param name="Signer">Of its checkpoints and manifests; the same one for as long as the record lives.</param>
/// <param name="Zone">In which the lines' <c>time</c> is written, for the manifests.</param>
public sealed record LogSettings(NoteSigner Signer, string Zone)
{
    public Rotation Rotation { get; init; } = new();
}
