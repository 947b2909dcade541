using System.Runtime.CompilerServices;

namespace Hansard.System.Tests.House;

/// <summary>The source tree that these tests were compiled from, as a reader of it sees it: without build output.</summary>
internal static class Checkout
{
    public static readonly string Root = FindRoot();

    /// <summary>Files under <paramref name="folder"/> (relative to the root) that match, as paths relative to the root with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !relative.Split('/').Any(part => part is "bin" or "obj")
        select relative;

    public static string Read(string relative) => File.ReadAllText(Path.Combine(Root, relative));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Hansard.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"no Hansard.slnx above {here}");
    }
}
