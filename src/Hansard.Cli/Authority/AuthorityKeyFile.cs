using Hansard.Client.Encryption;
using Hansard.Protocol;

namespace Hansard.Cli.Authority;

/// <summary>A new authority key in files: the private half for its owner alone, the public half beside it for everybody.</summary>
internal static class AuthorityKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string PublicOf(string privateFile) => privateFile + ".pub";

    /// <summary>Takes seconds. A file that exists is never replaced: it may be the only copy of a key.</summary>
    public static Result<UserPublicKey> Make(string privateFile)
    {
        if (File.Exists(privateFile)) return Failure.Conflict($"{privateFile} exists already.");
        using var pair = UserKeyPair.Generate();
        Write(privateFile, pair.ExportPem(), OwnerOnly);
        Write(PublicOf(privateFile), pair.Public.Pem, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return pair.Public;
    }

    public static void Delete(string privateFile)
    {
        File.Delete(privateFile);
        File.Delete(PublicOf(privateFile));
    }

    private static void Write(string path, string pem, UnixFileMode mode)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using FileStream file = new(path, options);
        using StreamWriter text = new(file);
        text.Write(pem.TrimEnd('\n') + '\n');
        text.Flush();
        file.Flush(flushToDisk: true);
    }
}
