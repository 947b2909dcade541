using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using Hansard.System.Tests.Client;
using Xunit;

namespace Hansard.System.Tests.Moving;

/// <summary>What a command that has ended left behind.</summary>
internal sealed record Ended(int ExitCode, string Output, string Errors);

/// <summary>The real <c>hansard</c>, as a process of its own that ends by itself or is killed.</summary>
internal static partial class HansardRun
{
    /// <summary>The least that a pipe can be made to hold, in bytes: a page.</summary>
    private const int LeastPipeBytes = 4_096;

    private const int SetPipeSize = 1031;

    public static Task<Ended> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    public static async Task<Ended> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Process.Start(With(environment, new ProcessStartInfo("dotnet", Command(arguments))))!;
        var output = process.StandardOutput.ReadToEndAsync(TestNetwork.Cancelled);
        var errors = process.StandardError.ReadToEndAsync(TestNetwork.Cancelled);
        await process.WaitForExitAsync(TestNetwork.Cancelled);
        return new Ended(process.ExitCode, await output, await errors);
    }

    /// <summary>
    /// Kills it with SIGKILL at the first line of which <paramref name="enough"/> is true, and returns what it had said by then. It cannot end before that,
    /// however late this reads: it must have more to say after that line than <see cref="LeastPipeBytes"/>, and has nowhere to say it.
    /// </summary>
    public static async Task<List<string>> KillWhenAsync(Func<string, bool> enough, params string[] arguments)
    {
        // It begins when its pipe is as small as it can be.
        ProcessStartInfo held = With(new Dictionary<string, string>(), new("sh", ["-c", "read go && exec \"$@\"", "sh", "dotnet", .. Command(arguments)]) { RedirectStandardInput = true });
        using var process = Process.Start(held)!;
        var pipe = (PipeStream)process.StandardOutput.BaseStream;
        Assert.Equal(LeastPipeBytes, fcntl(pipe.SafePipeHandle, SetPipeSize, LeastPipeBytes));
        await process.StandardInput.WriteLineAsync("go");
        process.StandardInput.Close();

        List<string> said = [];
        do said.Add(await LineAsync(pipe));
        while (!enough(said[^1]));
        process.Kill();
        await process.WaitForExitAsync(TestNetwork.Cancelled);
        Assert.NotEqual(0, process.ExitCode);
        return said;
    }

    /// <summary>Byte by byte, so that nothing is read ahead.</summary>
    private static async Task<string> LineAsync(Stream output)
    {
        var cancelled = TestNetwork.Cancelled;
        List<byte> line = [];
        var one = new byte[1];
        while (true)
        {
            Assert.True(await output.ReadAsync(one, cancelled) == 1, $"It ended after {Encoding.UTF8.GetString([.. line])}.");
            if (one[0] == '\n') return Encoding.UTF8.GetString([.. line]);
            line.Add(one[0]);
        }
    }

    private static string[] Command(string[] arguments) => [Path.Combine(AppContext.BaseDirectory, "hansard.dll"), .. arguments];

    private static ProcessStartInfo With(IReadOnlyDictionary<string, string> environment, ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        // What the machine of a developer happens to set must not reach a test.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("HANSARD_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(SafeHandle file, int command, int argument);
}
