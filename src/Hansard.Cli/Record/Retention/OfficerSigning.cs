using System.CommandLine;
using Hansard.Archive.Retention;
using Hansard.Cli.Output;
using Hansard.Cli.Terminal;
using Hansard.Protocol;

namespace Hansard.Cli.Record.Retention;

/// <summary>An officer's key file on the command line. Its passphrase comes from the environment or the terminal, never from an argument that others can read.</summary>
internal static class OfficerSigning
{
    public const string PassphraseVariable = "HANSARD_OFFICER_PASSPHRASE";

    public static Option<string?> Key(string description) => new("--key") { Description = $"{description} Its passphrase is asked for, or in ${PassphraseVariable}.", HelpName = "FILE" };

    /// <summary>The officer who signs; null where no file was given.</summary>
    public static async Task<Result<OfficerKey?>> Read(string? file, Screen screen, CancellationToken cancel)
    {
        if (file is null) return (OfficerKey?)null;
        file = Path.GetFullPath(file);
        if (!File.Exists(file)) return Failure.NotFound($"There is no key in {file}.");
        var passphrase = FromEnvironment ?? await Prompts.Passphrase(file, screen, cancel);
        return OfficerKey.Open(file, passphrase) is { } key ? key : Failure.Invalid($"{file} holds no key of an officer, or it is under another passphrase.");
    }

    /// <summary>A new key in a new file.</summary>
    public static async Task<Result<OfficerKey>> Make(string name, string file, Screen screen, CancellationToken cancel)
    {
        var passphrase = FromEnvironment ?? await Prompts.ChoosePassphrase($"the key of {name}", screen, cancel);
        if (passphrase.Length < OfficerKey.ShortestPassphrase) return Failure.Invalid($"A passphrase has at least {OfficerKey.ShortestPassphrase} characters.");
        var key = OfficerKey.Make(name);
        key.Save(new Archive.Log.PosixDisk(), Path.GetFullPath(file), passphrase);
        return key;
    }

    private static string? FromEnvironment => Environment.GetEnvironmentVariable(PassphraseVariable) is { Length: > 0 } value ? value : null;
}
