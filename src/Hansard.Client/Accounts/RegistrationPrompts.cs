using Hansard.Protocol;

namespace Hansard.Client.Accounts;

/// <summary>What only the person can tell while he registers. Each is asked again after a wrong answer, as often as it may be put right.</summary>
/// <param name="Code">The code from the text message.</param>
/// <param name="Passphrase">Protects the private key that the server keeps for the user's other devices.</param>
public sealed record RegistrationPrompts(
    Func<CancellationToken, Task<string>> Code, Func<PassphraseUse, CancellationToken, Task<string>> Passphrase)
{
    /// <summary>Codes that may be tried: as many as the server takes of one that it sent.</summary>
    public const int CodeTries = Limits.CodeChecks;

    /// <summary>Passphrases that may be tried; the key is on this device already, so that nobody counts but the client.</summary>
    public const int PassphraseTries = 3;
}

public enum PassphraseUse
{
    /// <summary>This is the user's first device: the passphrase is chosen now.</summary>
    Choose,

    /// <summary>Another device chose it before; without it what was written to him stays closed.</summary>
    Existing,
}
