using Hansard.Client.Encryption;
using Hansard.TestKeys;

namespace Hansard.Client.Tests.Encryption;

/// <summary>What the tests of this room encrypt with: pairs from the pool and the session key 00 01 … 1f.</summary>
internal static class Keys
{
    public static readonly SessionKey Counting = SessionKey.FromBytes([.. Enumerable.Range(0, 32).Select(n => (byte)n)]).Value;

    public static UserKeyPair Pair(int number) => UserKeyPair.FromPem(KeyPool.Pem(number)).Value;
}
