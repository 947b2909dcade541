using Hansard.Archive.Log;
using Hansard.Archive.Search;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;

namespace Hansard.Archive.Tests.Search;

/// <summary>A record that people talk into, line by line, and its index.</summary>
internal sealed class Talk : IDisposable
{
    /// <summary>2026-01-01T00:00Z.</summary>
    public const long NewYear = 1_767_225_600_000_000;

    private readonly RecordFolder folder = new();
    private readonly List<RecordLine> waiting = [];
    private readonly Rotation? rotation;
    private RecordLog? log;
    private RecordIndex? index;

    public Talk(Rotation? rotation = null) => this.rotation = rotation;

    public RecordLayout Layout => folder.Layout;

    public RecordFolder Folder => folder;

    public string IndexFolder => RecordIndex.FolderOf(Layout);

    public RecordIndex Index => index ??= RecordIndex.Open(Layout, IndexFolder);

    public long Seq { get; private set; }

    /// <summary>Microseconds since 1970 of the next line; a minute goes by with each.</summary>
    public long Now { get; set; } = NewYear;

    public RecordLine Say(string text, string sender = "anna", string conversation = "c", int type = MessageType.Text) =>
        Add(type, [LineMember.Text("message", text)], sender, conversation);

    public RecordLine Add(int type, LineMember[] members, string sender = "anna", string conversation = "c", LineMember[]? kept = null, string? receiver = null, string? name = null, string status = LineStatus.Captured)
    {
        var line = Line(new LinePosition(++Seq), type, members, sender, conversation, kept ?? [], receiver, name, status);
        Now += 60_000_000;
        waiting.Add(line);
        return line;
    }

    /// <summary>A later line of a fact that was recorded before.</summary>
    public void Complete(long seq, int revision, string text, int part = 0, int parts = 1) =>
        waiting.Add(Line(new LinePosition(seq, part, parts, revision), MessageType.Text, [LineMember.Text("message", text)], "anna", "c", [], null, null, LineStatus.Captured));

    public void Put(RecordLine line)
    {
        Seq = line.Hansard!.Position.Seq;
        waiting.Add(line);
    }

    public RecordLine Line(LinePosition position, int type, LineMember[] members, string sender, string conversation, LineMember[] kept, string? receiver, string? name, string status) => new(
        LineIds.OfFact("default", conversation, position.Seq), type, Now, LineTimes.HumanTime(Now, TimeZoneInfo.Utc), name ?? sender, receiver,
        LineIds.OfGroup("default", conversation, isDialog: false), [.. members.OrderBy(one => one.Name, StringComparer.Ordinal)],
        new HansardMember(position, "default", conversation, sender, "d", status, position.Seq.ToString("x32"), Lines.ChainAt(position.Seq), [.. kept.OrderBy(one => one.Name, StringComparer.Ordinal)]));

    public static LineMember Fact(string kind, Action<CanonicalWriter> body) => LineMember.Object("fact", writer =>
    {
        writer.Key("body");
        writer.StartObject();
        body(writer);
        writer.EndObject();
        writer.Member("kind", kind);
    });

    /// <summary>Seals what was said.</summary>
    public void Seal()
    {
        if (waiting.Count == 0) return;
        log ??= RecordFolder.Open(Layout, rotation: rotation);
        foreach (var batch in waiting.Chunk(1000)) log.Append(batch);
        waiting.Clear();
    }

    /// <summary>Seals what was said and indexes it.</summary>
    public CaughtUp CatchUp()
    {
        Seal();
        return Index.CatchUp(cancellation: Xunit.TestContext.Current.CancellationToken);
    }

    /// <summary>The texts of what is found.</summary>
    public string[] Found(Selection selection, SearchOrder order = SearchOrder.OldestFirst) =>
        [.. Index.Find(selection, order).Select(place => Index.Read(place)["message"]?.Parse().GetString() ?? "")];

    public string[] FoundWords(string words, SearchOrder order = SearchOrder.OldestFirst) =>
        Found(new SelectionText { Words = words }.Read(out var fault) ?? throw new ArgumentException(fault), order);

    public long[] FoundSeqs(Selection selection, SearchOrder order = SearchOrder.OldestFirst) => [.. Index.Find(selection, order).Select(place => place.Seq)];

    public void CloseLog()
    {
        log?.Dispose();
        log = null;
    }

    public void CloseIndex()
    {
        index?.Dispose();
        index = null;
    }

    public void Dispose()
    {
        index?.Dispose();
        log?.Dispose();
        folder.Dispose();
    }
}
