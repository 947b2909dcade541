using Hansard.Record.Merkle;
using Hansard.Shared;

namespace Hansard.Archive.Tests.Log;

/// <summary>The one key under which the tests' records are signed, so that any test can go on with any record.</summary>
internal static class TestKey
{
    private static readonly byte[] Seed = [.. Enumerable.Range(0, Ed25519.SeedBytes).Select(n => (byte)n)];

    public static NoteSigner Signer { get; } = new(VerifierKey.OfLog(Checkpoint.OriginOf("default", "bot"), Ed25519.PublicKey(Seed)), text => Ed25519.Sign(Seed, text));

    public static string PublicKeyHex => Signer.Key.PublicKeyHex;

    public static string Sign(byte[] bytes) => Convert.ToBase64String(Ed25519.Sign(Seed, bytes));
}
