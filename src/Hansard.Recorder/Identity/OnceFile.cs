using Hansard.Archive.Log;

namespace Hansard.Recorder.Identity;

/// <summary>One line that is written once and never changed, durable when <see cref="Write"/> returns, readable by this account alone.</summary>
internal static class OnceFile
{
    /// <summary>Null where there is none yet.</summary>
    public static string? Read(string path) => File.Exists(path) && File.ReadAllText(path) is { Length: > 1 } text && text[^1] == '\n' ? text[..^1] : null;

    public static void Write(IRecordDisk disk, string path, string line)
    {
        disk.CreateFolder(Path.GetDirectoryName(path)!);
        using var file = AppendFile.Open(disk, path);
        if (file.Length > 0) throw new InvalidOperationException($"{path} is written already");
        file.Append(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
    }
}
