namespace Hansard.Client.Accounts;

/// <summary>What only the person can tell while he registers. Each may be asked again after a wrong answer.</summary>
/// <param name="Code">The code from the text message.</param>
/// <param name="Passphrase">Protects the private key that the server keeps for the user's other devices.</param>
public sealed record RegistrationPrompts(
    Func<CancellationToken, Task<string>> Code, Func<PassphraseUse, CancellationToken, Task<string>> Passphrase)
{
    /// <summary>How often a wrong code or passphrase may be put right; the server takes five codes.</summary>
    public const int Tries = 3;
}

public enum PassphraseUse
{
    /// <summary>This is the user's first device: the passphrase is chosen now.</summary>
    Choose,

    /// <summary>Another device chose it before; without it what was written to him stays closed.</summary>
    Existing,
}
