using System.Text;
using Hansard.Archive.Export;
using Hansard.Archive.Log;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Export;

/// <summary>A record with conversations in it, to export from, and a folder to export to.</summary>
internal sealed class TalkRecord : IDisposable
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

    public RecordLayout Layout => folder.Layout;

    /// <summary>A place to export to that does not exist yet.</summary>
    public string Out(string name = "out") => Path.Combine(exports.FullName, name);

    public ExportResult Export(ExportFormat format, string? to = null, Func<SelectedLine, bool>? selected = null, string selection = "{}", Func<ExportSource, ExportSource>? with = null)
    {
        var source = SourceOf(selected ?? (_ => true));
        return RecordExport.Run(
            new ExportPlan(Layout, TestKey.Signer.Key, to ?? Out(), format, selection), with?.Invoke(source) ?? source, () => { }, TimeProvider.System, _ => { },
            TestContext.Current.CancellationToken);
    }

    /// <summary>Reads the whole record for every question: slow, and plainly right.</summary>
    public ExportSource SourceOf(Func<SelectedLine, bool> selected) => new(
        from => All().Where(line => line.Leaf >= from && selected(line)),
        message => All().Where(line => IsAbout(line, message)),
        (conversation, seq) => RoomAt(conversation, seq));

    /// <summary>The files of an export by their names, with what is in them.</summary>
    public static SortedDictionary<string, byte[]> Files(string export) => new(
        Directory.EnumerateFiles(export, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(export, file).Replace('\\', '/'), File.ReadAllBytes), StringComparer.Ordinal);

    public void Dispose()
    {
        folder.Dispose();
        exports.Delete(recursive: true);
    }

    private IEnumerable<SelectedLine> All() => RecordReader.StoredLines(Layout).Select((line, leaf) => new SelectedLine(leaf, line.Utf8));

    private static bool IsAbout(SelectedLine line, string message) =>
        Encoding.UTF8.GetString(line.Utf8.Span) is var text
        && (text.Contains($"\"originalmessageid\":\"{message}\"", StringComparison.Ordinal) || text.Contains($"\"msgid\":\"{message}\"", StringComparison.Ordinal)
            || (text.Contains($"\"message_id\":\"{message}\"", StringComparison.Ordinal) && text.Contains("\"revision\":1", StringComparison.Ordinal)));

    /// <summary>By the lines about the conversation, one after the other.</summary>
    private RoomAt RoomAt(string conversation, long seq)
    {
        var (title, members) = ("", new List<string>());
        foreach (var line in Talk.Lines.Where(line => line.Hansard!.Conversation == conversation && line.Hansard.Position.Seq <= seq))
        {
            if (line.MessageType == MessageType.RoomLeft) members.Remove(line.Sender);
            if (line["control"]?.Parse() is not { } control) continue;
            if (control.TryGetProperty("members", out var all)) members = [.. all.EnumerateArray().Select(member => member.GetString()!)];
            if (control.TryGetProperty("title", out var told)) title = told.GetString()!;
            if (control.TryGetProperty("addedusers", out var came)) members.AddRange(came.EnumerateArray().Select(member => member.GetString()!));
            if (control.TryGetProperty("deletedusers", out var gone)) members.RemoveAll(member => gone.EnumerateArray().Any(one => one.GetString() == member));
        }
        return new RoomAt(title, members, seq, seq);
    }
}
