using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Hansard.Shared;

/// <summary>
/// Ed25519 (RFC 8032) from the OpenSSL library that the platform loads anyway: the platform itself has no Ed25519, and we write no curve
/// arithmetic. One source file, compiled into each project that signs, because the record may refer to no other project.
/// </summary>
internal static class Ed25519
{
    public const int SeedBytes = 32;
    public const int PublicKeyBytes = 32;
    public const int SignatureBytes = 64;

    private const string Library = "libcrypto.so.3";
    private const int Ed25519Nid = 1087; // NID_ED25519 of openssl/obj_mac.h, frozen by its ABI.

    public static byte[] NewSeed() => RandomNumberGenerator.GetBytes(SeedBytes);

    public static byte[] PublicKey(ReadOnlySpan<byte> seed32)
    {
        using var key = PrivateKey(seed32);
        var publicKey = new byte[PublicKeyBytes];
        var length = (nuint)publicKey.Length;
        Demand(EVP_PKEY_get_raw_public_key(key, ref MemoryMarshal.GetArrayDataReference(publicKey), ref length));
        return publicKey;
    }

    public static byte[] Sign(ReadOnlySpan<byte> seed32, ReadOnlySpan<byte> data)
    {
        using var key = PrivateKey(seed32);
        using var context = NewContext();
        Demand(EVP_DigestSignInit(context, 0, 0, 0, key));
        var signature = new byte[SignatureBytes];
        var length = (nuint)signature.Length;
        Demand(EVP_DigestSign(
            context, ref MemoryMarshal.GetArrayDataReference(signature), ref length, ref MemoryMarshal.GetReference(data), (nuint)data.Length));
        return signature;
    }

    /// <summary>False for a signature or key of the wrong length too: both come from outside.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey32, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature64)
    {
        if (publicKey32.Length != PublicKeyBytes || signature64.Length != SignatureBytes) return false;
        using var key = EVP_PKEY_new_raw_public_key(Ed25519Nid, 0, ref MemoryMarshal.GetReference(publicKey32), PublicKeyBytes);
        if (key.IsInvalid) return false;
        using var context = NewContext();
        Demand(EVP_DigestVerifyInit(context, 0, 0, 0, key));
        return EVP_DigestVerify(
            context, ref MemoryMarshal.GetReference(signature64), SignatureBytes, ref MemoryMarshal.GetReference(data), (nuint)data.Length) == 1;
    }

    private static KeyHandle PrivateKey(ReadOnlySpan<byte> seed32)
    {
        if (seed32.Length != SeedBytes) throw new ArgumentException("an Ed25519 seed has 32 bytes", nameof(seed32));
        var key = EVP_PKEY_new_raw_private_key(Ed25519Nid, 0, ref MemoryMarshal.GetReference(seed32), SeedBytes);
        return key.IsInvalid ? throw Failed() : key;
    }

    private static ContextHandle NewContext()
    {
        var context = EVP_MD_CTX_new();
        return context.IsInvalid ? throw Failed() : context;
    }

    private static void Demand(int result)
    {
        if (result != 1) throw Failed();
    }

    private static CryptographicException Failed() => new("OpenSSL refused an Ed25519 operation");

    private sealed class KeyHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            EVP_PKEY_free(handle);
            return true;
        }
    }

    private sealed class ContextHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            EVP_MD_CTX_free(handle);
            return true;
        }
    }

    [DllImport(Library)]
    private static extern KeyHandle EVP_PKEY_new_raw_private_key(int type, nint engine, ref byte key, nuint length);

    [DllImport(Library)]
    private static extern KeyHandle EVP_PKEY_new_raw_public_key(int type, nint engine, ref byte key, nuint length);

    [DllImport(Library)]
    private static extern int EVP_PKEY_get_raw_public_key(KeyHandle key, ref byte publicKey, ref nuint length);

    [DllImport(Library)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport(Library)]
    private static extern ContextHandle EVP_MD_CTX_new();

    [DllImport(Library)]
    private static extern void EVP_MD_CTX_free(nint context);

    [DllImport(Library)]
    private static extern int EVP_DigestSignInit(ContextHandle context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [DllImport(Library)]
    private static extern int EVP_DigestSign(ContextHandle context, ref byte signature, ref nuint length, ref byte data, nuint dataLength);

    [DllImport(Library)]
    private static extern int EVP_DigestVerifyInit(ContextHandle context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [DllImport(Library)]
    private static extern int EVP_DigestVerify(ContextHandle context, ref byte signature, nuint length, ref byte data, nuint dataLength);
}
