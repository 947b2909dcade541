using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hansard.Archive.Export;
using Hansard.Archive.Log;
using Hansard.Archive.Search;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Export;

/// <summary>A record with conversations in it, to export from, and a folder to export to.</summary>
internal sealed partial class TalkRecord : IDisposable
{
    private readonly RecordFolder folder = new();
    private readonly DirectoryInfo exports = Directory.CreateTempSubdirectory("hansard-export-");

    public TalkRecord(Action<Talk> write, Rotation? rotation = null)
    {
        Talk = new Talk(Layout);
        write(Talk);
        using var log = folder.Open(rotation: rotation);
        foreach (var batch in Talk.Lines.Chunk(500)) log.Append(batch);
    }

    public Talk Talk { get; }

    /// <summary>The recorder goes on.</summary>
    public void Append(Action<Talk> write)
    {
        var recorded = Talk.Lines.Count;
        write(Talk);
        using var log = folder.Open();
        log.Append([.. Talk.Lines.Skip(recorded)]);
    }

    public RecordLayout Layout => folder.Layout;

    /// <summary>A place to export to that does not exist yet.</summary>
    public string Out(string name = "out") => Path.Combine(exports.FullName, name);

    public ExportResult Export(ExportFormat format, string? to = null, Func<SelectedLine, bool>? selected = null, string selection = "{}", Func<ExportSource, ExportSource>? with = null)
    {
        var source = SourceOf(selected ?? (_ => true));
        return RecordExport.Run(
            ExportPlan.Of(Layout, TestKey.Signer.Key, to ?? Out(), format, selection), with?.Invoke(source) ?? source, () => { }, TimeProvider.System, _ => { },
            TestContext.Current.CancellationToken);
    }

    /// <summary>As the command does it.</summary>
    public ExportResult ExportByIndex(ExportFormat format, string to, Selection selection)
    {
        using var index = OpenIndex();
        var source = IndexedSource.Of(Layout, TestKey.Signer.Key, index, selection);
        // Those who came at once come in any order.
        ExportSource ordered = source with { RoomAt = (conversation, seq) => source.RoomAt(conversation, seq) is var room ? room with { Members = [.. room.Members.Order(StringComparer.Ordinal)] } : room };
        return RecordExport.Run(
            ExportPlan.Of(Layout, TestKey.Signer.Key, to, format, "{}"), ordered, () => { }, TimeProvider.System, _ => { },
            TestContext.Current.CancellationToken);
    }

    public RecordIndex OpenIndex()
    {
        var index = RecordIndex.Open(Layout, RecordIndex.FolderOf(Layout));
        index.CatchUp(cancellation: TestContext.Current.CancellationToken);
        return index;
    }

    /// <summary>Answers from the whole record in memory.</summary>
    public ExportSource SourceOf(Func<SelectedLine, bool> selected)
    {
        var all = RecordReader.StoredLines(Layout).Select((line, leaf) => new SelectedLine(leaf, line.Utf8.ToArray())).ToArray();
        var about = all.SelectMany(line => AboutWhat(line).Select(message => (message, line))).ToLookup(pair => pair.message, pair => pair.line);
        return new ExportSource(
            from => all.Skip((int)from).Where(selected), (message, size) => about[message.Id].Where(line => line.Leaf < size && IsLater(line, message.Position)).Select(line => line.Utf8), RoomAt);
    }

    /// <summary>The files of an export by their names, with what is in them.</summary>
    public static SortedDictionary<string, byte[]> Files(string export) => new(
        Directory.EnumerateFiles(export, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(export, file).Replace('\\', '/'), File.ReadAllBytes), StringComparer.Ordinal);

    /// <summary>An export's files but for the time at which it was made.</summary>
    public static string Compared(string export) => string.Join('\n', Files(export).Select(file =>
        file.Key == "export-manifest.json" ? Exported().Replace(Encoding.UTF8.GetString(file.Value), "") : $"{file.Key} {Convert.ToHexStringLower(SHA256.HashData(file.Value))}"));

    public void Dispose()
    {
        folder.Dispose();
        exports.Delete(recursive: true);
    }

    [GeneratedRegex("\"exported\": \"[^\"]*\"")]
    private static partial Regex Exported();

    private static bool IsLater(SelectedLine line, LinePosition than) =>
        LineEntry.TryOf(line.Utf8.Span, out var entry, out _, out _) && (entry.Position.Seq > than.Seq || (entry.Position.Seq == than.Seq && entry.Position.Revision > than.Revision));

    private static IEnumerable<string> AboutWhat(SelectedLine line)
    {
        Assert.True(LineReader.TryRead(line.Utf8, out var read, out _));
        if (read!.Hansard!.Position.Revision > 0) yield return read.MessageId;
        if (read["edit"]?.Parse() is { } edit && edit.TryGetProperty("originalmessageid", out var target)) yield return target.GetString()!;
        if (read["control"]?.Parse() is { } control && control.TryGetProperty("msgid", out target)) yield return target.GetString()!;
    }

    /// <summary>By the lines about the conversation, one after the other.</summary>
    private RoomAt RoomAt(string conversation, long seq)
    {
        var (title, members, from) = ("", new List<string>(), 0L);
        foreach (var line in Talk.Lines.Where(line => line.Hansard!.Conversation == conversation && line.Hansard.Position.Revision == 0))
        {
            // Whoever speaks is there, also where nobody was recorded as coming.
            var speaks = line["control"] is null && line.MessageType != MessageType.RoomLeft;
            if (speaks && members.Contains(line.Sender)) continue;
            if (line.Hansard!.Position.Seq > seq) return new RoomAt(title, [.. members.Order(StringComparer.Ordinal)], from, line.Hansard.Position.Seq - 1);
            from = line.Hansard.Position.Seq;
            if (speaks) members.Add(line.Sender);
            if (line.MessageType == MessageType.RoomLeft) members.Remove(line.Sender);
            if (line["control"]?.Parse() is not { } control) continue;
            if (control.TryGetProperty("members", out var all)) members = [.. all.EnumerateArray().Select(member => member.GetString()!)];
            if (control.TryGetProperty("title", out var told)) title = told.GetString()!;
            if (control.TryGetProperty("addedusers", out var came)) members.AddRange(came.EnumerateArray().Select(member => member.GetString()!));
            if (control.TryGetProperty("deletedusers", out var gone)) members.RemoveAll(member => gone.EnumerateArray().Any(one => one.GetString() == member));
        }
        return new RoomAt(title, [.. members.Order(StringComparer.Ordinal)], from, long.MaxValue);
    }
}
