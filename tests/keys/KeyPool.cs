namespace Hansard.TestKeys;

/// <summary>
/// RSA-4096 private keys for tests, PEM in clear: making one takes seconds. They protect nothing. Every test project has the files beside
/// its executable; a project that wants this class compiles it in.
/// </summary>
internal static class KeyPool
{
    public const int Count = 8;

    /// <summary>The passphrase of <see cref="Pkcs12Pbe"/>, which is key 1.</summary>
    public const string Pkcs12PbePassphrase = "correct-horse";

    /// <summary>Key 1 to <see cref="Count"/>; beyond, the pool starts again.</summary>
    public static string Pem(int number) => Read($"rsa4096-{(number - 1) % Count + 1}.pem");

    /// <summary>Key 1 as other clients write it: PKCS#12-PBE with SHA-1 and three-key Triple-DES.</summary>
    public static string Pkcs12Pbe() => Read("pkcs12-pbe.pem");

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "keys", file));
}
