namespace Hansard.Bench;

/// <summary>Where things lie in the source tree that this bench was built in.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static string Limits => Path.Combine(Root, "bench", "limits.json");

    public static string Results => Path.Combine(Root, "bench", "results");

    public static string Hansard => Path.Combine(Root, "src", "Hansard.Cli", "bin", "Release", "net10.0", "hansard.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Hansard.slnx")))
            folder = folder.Parent ?? throw new LoadFailure($"no source tree above {AppContext.BaseDirectory}");
        return folder.FullName;
    }
}
