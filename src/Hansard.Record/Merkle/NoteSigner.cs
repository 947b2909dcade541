using System.Text;

namespace Hansard.Record.Merkle;

/// <summary>Ed25519 over the bytes; the private half stays with who gives this.</summary>
public delegate byte[] SignBytes(ReadOnlySpan<byte> text);

/// <summary>Who signs a log's checkpoints and manifests.</summary>
public sealed record NoteSigner(VerifierKey Key, SignBytes Sign)
{
    public SignedNote Note(string text) => new(text, [new NoteSignature(Key.Name, Key.Id, Sign(Encoding.UTF8.GetBytes(text)))]);
}
