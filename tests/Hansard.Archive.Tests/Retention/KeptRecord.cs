using Hansard.Archive.Audit;
using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Tests.Log;
using Hansard.Archive.Tests.Search;
using Hansard.Record.Format;
using Hansard.Record.Retention;
using Hansard.Record.Verify;
using Xunit;

namespace Hansard.Archive.Tests.Retention;

/// <summary>A record that people talk into, in files of an hour, with its audit log and a clock of the test's.</summary>
internal sealed class KeptRecord : IDisposable
{
    public const long Minute = 60_000_000;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;

    public KeptRecord()
    {
        RecordFolder.Open(Layout).Dispose();
        Anchoring.Renew();
    }

    public Talk Talk { get; } = new(new Rotation(MaximumAge: TimeSpan.FromHours(1)));

    public HandTime Time { get; } = new(Talk.NewYear);

    public RecordLayout Layout => Talk.Layout;

    public AuditAnchoring Anchoring => new(Layout, new PosixDisk(), TestKey.Signer, KeyFile, "bot", Time);

    public AuditLog Audit => new(Layout, new PosixDisk(), AuditKey.Find(new PosixDisk(), KeyFile, TestKey.Signer.Key)!, Time);

    public DecisionLog Decisions => new(Layout, Audit, Time);

    public RetentionState State => Decisions.Read();

    private string KeyFile => Path.Combine(Layout.Folder, "..", "..", "identity", AuditKey.FileName);

    public RetentionRound Round(Action? beforeOrder = null) =>
        new(Layout, new PosixDisk(), TestKey.Signer.Key, new LineRemover(Layout, new PosixDisk(), TestKey.Signer), KeyFile, "bot", Time) { BeforeOrder = beforeOrder };

    /// <summary>A policy that is in force when this returns.</summary>
    public void Policy(string name, string kind, int days)
    {
        Allowed(Decisions.Ask(new Decision.PolicySet(new Policy(name, kind, days)), "olga@desk"));
        Time.Now += Day;
    }

    /// <returns>The number of its entry.</returns>
    public long Hold(string name, string[]? persons = null, string[]? conversations = null, long? from = null, long? before = null) =>
        Allowed(Decisions.Ask(new Decision.HoldPlaced(new HoldTerms(name, persons ?? [], conversations ?? [], from, before, "a case", 24)), "olga@desk"));

    public static long Allowed(Decided decided)
    {
        Assert.Null(decided.Fault);
        return decided.Entry;
    }

    /// <summary>A room with these people, the first of whom made it.</summary>
    public void Room(string conversation, params string[] people) => Talk.Add(
        MessageType.RoomCreated, [RoomControl.Created(new RoomParameters("", "", [people[0]], people, 0, 0))], people[0], conversation, kept: [Talk.Fact("conversationCreated", body =>
        {
            Texts(body, "admins", [people[0]]);
            Texts(body, "members", people[1..]);
        })]);

    public void Join(string person, string conversation) => Talk.Add(
        MessageType.RoomMembersChanged, [RoomControl.MembersChanged([person], [])], "anna", conversation, kept: [Talk.Fact("memberAdded", body => body.Member("memberUserId", person))]);

    public void Leave(string person, string conversation) => Talk.Add(MessageType.RoomLeft, [], person, conversation, kept: [Talk.Fact("memberLeft", _ => { })]);

    public void Delete(string conversation) => Talk.Add(MessageType.RoomDeleted, [], "anna", conversation, kept: [Talk.Fact("conversationDeleted", _ => { })]);

    /// <summary>As the recorder writes lines of dialogs of which it saw the beginning.</summary>
    public void SayInDialog(string text, string sender, string conversation)
    {
        var line = Talk.Line(new LinePosition(Talk.Seq + 1), MessageType.Text, [LineMember.Text("message", text)], sender, conversation, [], null, null, LineStatus.Captured);
        Talk.Put(line with { GroupId = LineIds.OfGroup("default", conversation, isDialog: true) });
        Talk.Now += Minute;
    }

    /// <summary>Closes the file that is being written: an hour goes by, and something is said elsewhere.</summary>
    public void CloseFile()
    {
        Talk.Now += 2 * Hour;
        Talk.Say("later", "zoe", "elsewhere");
        Talk.Seal();
    }

    /// <summary>The numbers of the facts that are due now, by policy.</summary>
    public string Due(RecordSurvey? survey = null) => string.Join("; ", (survey ?? new RecordSurvey(Layout)).Decide(State).SelectMany(file => file.Due.Select(due =>
        $"{due.Policy} {string.Join(' ', RecordReader.StoredLines(file.Path).Where((_, place) => due.Places.Contains(place)).Select(line => Name(line.Read())))}")));

    public long Held() => new RecordSurvey(Layout).Decide(State).Sum(file => file.Held);

    public Verification Verify() => Talk.Folder.Verify();

    /// <summary>The texts that still stand in the record.</summary>
    public string[] Texts() => [.. RecordReader.StoredLines(Layout).Where(line => !RemovedLine.TryRead(line.Utf8, out _)).Select(line => line.Read()["message"]?.Parse().GetString()).OfType<string>()];

    public void Dispose() => Talk.Dispose();

    private static string Name(RecordLine line) => $"{line.Hansard!.Position.Seq}" + (line.Hansard.Position.Revision > 0 ? $"r{line.Hansard.Position.Revision}" : "");

    private static void Texts(CanonicalWriter writer, string name, IEnumerable<string> values)
    {
        writer.Key(name);
        writer.StartArray();
        foreach (var value in values) writer.String(value);
        writer.EndArray();
    }
}
