using System.Diagnostics;

namespace Hansard.Cli.Tests.Processes;

/// <summary>Real terminals in which a test types and reads what stands on the screen (tmux, a server of its own).</summary>
internal sealed class Terminals : IAsyncDisposable
{
    private readonly string name = $"hansard-{Guid.NewGuid():N}";

    /// <summary>A terminal in which the command runs; its screen keeps standing when the command has ended.</summary>
    public async Task Open(string terminal, params string[] hansard)
    {
        var command = string.Join(' ', new[] { "dotnet", Path.Combine(AppContext.BaseDirectory, "hansard.dll") }.Concat(hansard).Select(Quoted));
        await Run("-f", "/dev/null", "new-session", "-d", "-s", terminal, "-x", "100", "-y", "24", $"{command}; echo ended with $?; exec cat");
    }

    public Task Type(string terminal, string text) => Run("send-keys", "-t", terminal, "-l", text);

    public Task Press(string terminal, string key) => Run("send-keys", "-t", terminal, key);

    public async Task<string> Screen(string terminal) => await Run("capture-pane", "-p", "-t", terminal);

    /// <summary>Waits until the text stands on the screen.</summary>
    public Task Shows(string terminal, string text) => LiveNetwork.Eventually(
        async () => await Screen(terminal) is var screen && screen.Contains(text, StringComparison.Ordinal) ? screen : null,
        $"'{text}' does not stand on the screen of {terminal}");

    public async ValueTask DisposeAsync() => await Run("kill-server");

    private async Task<string> Run(params string[] arguments)
    {
        ProcessStartInfo start = new("tmux", ["-L", name, .. arguments]) { RedirectStandardOutput = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TERM"] = "xterm-256color";
        using var tmux = Process.Start(start)!;
        var output = await tmux.StandardOutput.ReadToEndAsync();
        await tmux.WaitForExitAsync();
        return output;
    }

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
