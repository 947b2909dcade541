using System.Text.Json;

namespace Hansard.Server.Accounts;

/// <summary>Codes go to a file of the data folder, for one machine and for tests.</summary>
internal sealed class CodeOutbox(string path) : CodeSender
{
    private readonly Lock gate = new();

    /// <summary>Appends one line; a reader never sees a part of one.</summary>
    public override void Send(CodeMessage message)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, CodeJson.Lines.CodeMessage), (byte)'\n'];
        lock (gate)
        {
            using FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Write(line);
        }
    }
}
