using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hansard.Record.Prove;

namespace Hansard.Archive.Export;

/// <summary>Which export it is. Only the same one is gone on with.</summary>
/// <param name="CheckpointBase64">The record's, as it was when the export began: what came later is not part of it.</param>
internal sealed record ExportHeader(int Export, string Format, JsonElement Selection, string Origin, long Size, string Root, string CheckpointBase64);

/// <summary>A part that is finished and will not be written again.</summary>
/// <param name="Files">What it is made of.</param>
/// <param name="Through">Of lines: the next leaf. Of pages: how many of the sorted lines are shown.</param>
/// <param name="IsLast">Nothing of this kind comes after it.</param>
/// <param name="Counts">Of lines.</param>
/// <param name="Conversations">Of lines: those that were met first here, in their order.</param>
/// <param name="Page">Of pages: what it shows.</param>
internal sealed record FinishedPart(
    IReadOnlyList<WrittenFile> Files, long Through, bool IsLast, ExportCounts? Counts = null, IReadOnlyList<string>? Conversations = null, PageNote? Page = null)
{
    public bool IsLines => Counts is not null;
}

/// <summary>What a page shows, for the list of pages and for going on after it.</summary>
/// <param name="Conversation">Its number, from 0.</param>
/// <param name="Day">Days since 1970; 0 where the format does not part days.</param>
/// <param name="Number">Of the page in its conversation and day, from 1.</param>
/// <param name="First">Timestamps, in microseconds since 1970.</param>
internal sealed record PageNote(int Conversation, int Day, int Number, string Title, long First, long Last, long Lines);

/// <summary>
/// How far an export got, in a file beside it: which one it is, then a line for each part that is finished. Held open by the one process that writes
/// the export. Whoever goes on believes none of it unseen: the files of a part must be there, with their hashes.
/// </summary>
internal sealed class ExportState : IDisposable
{
    private const int BlockBytes = 1 << 16;

    private readonly FileStream file;
    private readonly ArrayBufferWriter<byte> appended = new();

    private ExportState(FileStream file, ExportHeader header, bool resumed) => (this.file, Header, Resumed) = (file, header, resumed);

    public ExportHeader Header { get; }

    /// <summary>Whether there was one already.</summary>
    public bool Resumed { get; }

    /// <summary>The last part of each kind, null for none.</summary>
    public FinishedPart? LastLines { get; private set; }

    public FinishedPart? LastPages { get; private set; }

    public int LinesParts { get; private set; }

    public int PagesParts { get; private set; }

    public ExportCounts Counts { get; private set; } = ExportCounts.None;

    /// <summary>Their groups in the order in which they were met.</summary>
    public List<string> Conversations { get; } = [];

    /// <param name="fresh">Which export it is when it begins now.</param>
    /// <param name="isSame">Whether an unfinished one is this one.</param>
    /// <exception cref="ExportRefusedException">The folder holds something else.</exception>
    public static ExportState Open(ExportLayout layout, Func<ExportHeader> fresh, Func<ExportHeader, bool> isSame)
    {
        var resumed = File.Exists(layout.StateFile);
        if (!resumed && Directory.Exists(layout.Folder) && Directory.EnumerateFileSystemEntries(layout.Folder).Any())
            throw new ExportRefusedException(File.Exists(layout.ManifestFile) ? $"{layout.Folder} holds a finished export already." : $"{layout.Folder} is not empty.");
        Directory.CreateDirectory(layout.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        FileStream file;
        try
        {
            file = new FileStream(layout.StateFile, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException e) when (resumed)
        {
            throw new ExportRefusedException($"Another process is exporting to {layout.Folder}: {e.Message}");
        }
        try
        {
            return file.Length == 0 ? Begin(file, fresh()) : Resume(file, layout, fresh, isSame);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The files of these parts are written; from now on they are not written again.</summary>
    public void Finished(IEnumerable<FinishedPart> parts)
    {
        appended.ResetWrittenCount();
        foreach (var part in parts)
        {
            appended.Write(JsonSerializer.SerializeToUtf8Bytes(part, ExportJson.Default.FinishedPart));
            appended.Write("\n"u8);
            Take(part);
        }
        file.Write(appended.WrittenSpan);
        file.Flush();
    }

    /// <summary>Every finished part, in the order in which they were.</summary>
    public IEnumerable<FinishedPart> Parts() => WholeLines(file).Skip(1).Select(line => Read(line, ExportJson.Default.FinishedPart)!);

    public void Dispose() => file.Dispose();

    private static ExportState Begin(FileStream file, ExportHeader header)
    {
        Append(file, JsonSerializer.SerializeToUtf8Bytes(header, ExportJson.Default.ExportHeader));
        return new ExportState(file, header, resumed: false);
    }

    private static ExportState Resume(FileStream file, ExportLayout layout, Func<ExportHeader> fresh, Func<ExportHeader, bool> isSame)
    {
        using var lines = WholeLines(file).GetEnumerator();
        // Killed before its first line was whole: nothing was begun.
        if (!lines.MoveNext())
        {
            file.SetLength(0);
            return Begin(file, fresh());
        }
        if (Read(lines.Current, ExportJson.Default.ExportHeader) is not { } header || !isSame(header))
            throw new ExportRefusedException($"{layout.Folder} holds another export that is not finished. Take it away, or go on with it by the same command.");
        ExportState state = new(file, header, resumed: true);
        long kept = lines.Current.Length + 1;
        while (lines.MoveNext())
        {
            var line = lines.Current;
            // From the first part that is not there as it was, everything is written again.
            if (Read(line, ExportJson.Default.FinishedPart) is not { } part || !part.Files.All(written => IsThere(layout, written))) break;
            state.Take(part);
            kept += line.Length + 1;
        }
        file.SetLength(kept);
        file.Position = kept;
        return state;
    }

    private void Take(FinishedPart part)
    {
        if (part.IsLines)
        {
            (LastLines, LinesParts, Counts) = (part, LinesParts + 1, Counts + part.Counts!);
            Conversations.AddRange(part.Conversations ?? []);
        }
        else
        {
            (LastPages, PagesParts) = (part, PagesParts + 1);
        }
    }

    private static bool IsThere(ExportLayout layout, WrittenFile written)
    {
        var file = new FileInfo(layout.PathOf(written.Name));
        if (!file.Exists || file.Length != written.Bytes) return false;
        using var stream = file.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == written.Sha256;
    }

    private static void Append(FileStream file, byte[] json)
    {
        file.Write([.. json, (byte)'\n']);
        file.Flush();
    }

    /// <summary>Those that end with a line feed; what stands behind the last of them was being written when the process died.</summary>
    private static IEnumerable<byte[]> WholeLines(FileStream file)
    {
        file.Position = 0;
        var block = new byte[BlockBytes];
        var line = new ArrayBufferWriter<byte>();
        while (file.Read(block) is var read and > 0)
        {
            var rest = block.AsMemory(0, read);
            while (rest.Span.IndexOf((byte)'\n') is var end and >= 0)
            {
                line.Write(rest.Span[..end]);
                yield return line.WrittenSpan.ToArray();
                line.ResetWrittenCount();
                rest = rest[(end + 1)..];
            }
            line.Write(rest.Span);
        }
    }

    private static T? Read<T>(byte[] line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
