using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Hansard.Shared;

namespace Hansard.Record.Merkle;

/// <summary>
/// A witness's statement that, at that time, this was the largest consistent checkpoint of the log that it had seen (C2SP tlog-cosignature, Ed25519).
/// </summary>
public static class Cosignature
{
    private const int TimeBytes = sizeof(ulong);

    /// <summary>Seconds since 1970 at which the witness signed the checkpoint, null where there is no signature of it that holds.</summary>
    public static long? TimeOf(SignedNote checkpoint, VerifierKey witness)
    {
        foreach (var signature in checkpoint.Signatures.Where(signature => signature.Name == witness.Name && signature.KeyId == witness.Id))
            if (TimeOf(checkpoint.Text, signature, witness) is { } seconds) return seconds;
        return null;
    }

    public static long? TimeOf(string checkpointText, NoteSignature signature, VerifierKey witness)
    {
        if (witness.Algorithm != VerifierKey.Cosigns || signature.Bytes.Length != TimeBytes + Ed25519.SignatureBytes) return null;
        var seconds = BinaryPrimitives.ReadUInt64BigEndian(signature.Bytes);
        if (seconds > long.MaxValue) return null;
        return witness.Verifies(SignedBytes((long)seconds, checkpointText), signature.Bytes.AsSpan(TimeBytes)) ? (long)seconds : null;
    }

    public static byte[] SignedBytes(long seconds, string checkpointText) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{checkpointText}"));
}
