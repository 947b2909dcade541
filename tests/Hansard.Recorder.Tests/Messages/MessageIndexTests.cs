using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Recorder.Mapping;
using Hansard.Recorder.Messages;
using Hansard.Recorder.Reading;
using Hansard.Recorder.Tests.Mapping;
using Xunit;
using static Hansard.Recorder.Tests.Mapping.Scene;

namespace Hansard.Recorder.Tests.Messages;

/// <summary>What a line may know of earlier ones: within a batch, after a restart, and from the record alone.</summary>
public sealed class MessageIndexTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordLayout layout;
    private readonly List<RecordLine> batch = [];
    private RecordLog log;
    private MessageIndex index;
    private long seq;

    public MessageIndexTests()
    {
        layout = new RecordLayout(Path.Combine(folder.Path, "record"));
        log = Opened(layout);
        index = MessageIndex.Open(Database, layout, 0);
    }

    private string Database => Path.Combine(folder.Path, "messages.db");

    public void Dispose()
    {
        index.Dispose();
        log.Dispose();
        folder.Dispose();
    }

    private RecordLine Say(string uuid, UserId who, MessageContent content) => Take(SaidBy(who, uuid: uuid, ts: Ts + seq, seq: ++seq), Content(content));

    private RecordLine Take(Feed.CheckedFact fact, Captured captured, int revision = 0)
    {
        var line = Assert.Single(Lines.Of(fact, captured, new LineScene(Room, index.In("C"), []), () => "s", revision));
        index.Take(line, fact.Message?.MessageUuid);
        batch.Add(line);
        return line;
    }

    private void Write()
    {
        log.Append(batch);
        index.Keep();
        batch.Clear();
    }

    private void Restart(bool forget)
    {
        index.Dispose();
        if (forget) File.Delete(Database);
        index = MessageIndex.Open(Database, layout, log.LastSeq);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void An_edit_knows_the_text_before_it_wherever_that_was(bool written, bool forget)
    {
        Say("m1", Anna, new TextContent("first"));
        if (written) Write();
        if (written) Restart(forget);
        var edit = Say("m2", Anna, new EditContent(new("m1"), "second"));
        if (written) Write();
        if (written) Restart(forget);
        var again = Say("m3", Anna, new EditContent(new("m1"), "third"));

        Assert.Equal(("\"first\"", "\"second\""), (edit.Hansard!["previous"]?.ToString(), again.Hansard!["previous"]?.ToString()));
    }

    [Fact]
    public void An_edit_by_somebody_else_does_not_become_what_the_author_said()
    {
        Say("m1", Anna, new TextContent("mine"));
        Say("m2", Bruno, new EditContent(new("m1"), "his"));
        Assert.Equal("\"mine\"", Say("m3", Anna, new EditContent(new("m1"), "mine again")).Hansard!["previous"]?.ToString());
    }

    [Fact]
    public void A_deletion_knows_the_author_and_a_receipt_the_time()
    {
        Say("m1", Bruno, new TextContent("by Bruno"));
        Write();
        Restart(forget: true);
        var deleted = Take(Fact(new MessageDeleted(new("m1")), Anna, Conversation, seq: ++seq), Captured.Plain.Instance);
        var read = Take(Fact(new MessagesRead([new("m1")]), Anna, Conversation, seq: ++seq), Captured.Plain.Instance);
        Assert.False(deleted["control"]!.Value.Parse().GetProperty("isrecall").GetBoolean());
        Assert.Equal("1589400286", read["readreceipt"]!.Value.Parse().GetProperty("message_timestamp_secs").GetString());
    }

    [Fact]
    public void A_call_is_told_by_the_message_that_began_it()
    {
        Say("m1", Anna, new CallContent("call", CallStatus.Started, [Anna, Bruno]));
        Write();
        Restart(forget: true);
        var invite = Say("m2", Anna, new CallContent("call", CallStatus.Started, Invited: [Carla]));
        var end = Say("m3", Anna, new CallContent("call", CallStatus.Completed, DurationSeconds: 3));
        var first = LineIds.OfMessage("default", "C", "m1");
        Assert.Equal(first, invite["call"]!.Value.Parse().GetProperty("invitemsgid").GetString());
        Assert.Equal(first, end["call"]!.Value.Parse().GetProperty("startmsgid").GetString());
    }

    [Fact]
    public void One_video_chat_after_the_other_has_its_own_request()
    {
        Say("m1", Anna, new VideoRequestedByAgentContent());
        Say("m2", Bruno, new VideoRejectedContent());
        Say("m3", Anna, new VideoRequestedByAgentContent());
        var rejected = Say("m4", Bruno, new VideoRejectedContent());
        Assert.Equal(LineIds.OfMessage("default", "C", "m3"), rejected["call"]!.Value.Parse().GetProperty("startmsgid").GetString());
    }

    [Fact]
    public void Words_that_were_opened_late_are_known_too()
    {
        var fact = SaidBy(Anna, uuid: "m1", seq: ++seq);
        Take(fact, new Captured.Unopened("No key yet.", null, null));
        Write();
        Take(fact, Content(new TextContent("late")), revision: 1);
        Write();
        Assert.Equal("\"late\"", Say("m2", Anna, new EditContent(new("m1"), "later")).Hansard!["previous"]?.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_words_that_leave_the_record_nothing_is_kept(bool openedLate)
    {
        var fact = SaidBy(Anna, uuid: "m1", seq: ++seq);
        if (openedLate)
        {
            Take(fact, new Captured.Unopened("No key yet.", null, null));
            Write();
        }
        Take(fact, Content(new TextContent("zebrafish")), revision: openedLate ? 1 : 0);
        Say("m2", Anna, new TextContent("axolotl"));
        Write();
        Assert.Equal(openedLate, Kept("zebrafish"));

        RemoveFirstFact(openedLate ? [0, 1] : [0]);
        Assert.False(Kept("zebrafish"));
        Assert.Null(Say("m3", Anna, new EditContent(new("m1"), "later")).Hansard!["previous"]);
        Assert.Equal("\"axolotl\"", Say("m4", Anna, new EditContent(new("m2"), "later")).Hansard!["previous"]?.ToString());
        Write();
        Restart(forget: true);
        Assert.Null(index.In("C").Words(new("m1")));
        Assert.Null(index.In("C").Message(new("m1")));
        Assert.Equal("later", index.In("C").Words(new("m2")));
    }

    [Fact]
    public void What_waits_for_a_key_or_a_file_waits_no_more_when_its_line_has_left()
    {
        Take(SaidBy(Anna, uuid: "m1", seq: ++seq), new Captured.Unopened("No key yet.", null, Sealed));
        Write();
        Assert.Equal([1L], Incomplete);
        RemoveFirstFact([0]);
        Assert.Empty(Incomplete);

        TakeAll(SaidBy(Anna, uuid: "m1", seq: ++seq), Content(Picture), [FetchedFile.Missing("Damaged."), FetchedFile.Missing("Damaged.")], revision: 0, parts: 2);
        Write();
        LeavingRows.Forget(Database, [new LinePosition(3, 1)]);
        Assert.Equal([(3L, 0, 0)], Missing);
        LeavingRows.Forget(Database, [new LinePosition(3)]);
        Assert.Empty(Missing);
    }

    [Fact]
    public void A_name_is_free_again_when_its_file_was_deleted()
    {
        var stored = new FetchedFile(new("/record/attachments/attachment_1_p.png", new string('b', 64), 10), null);
        TakeAll(SaidBy(Anna, uuid: "m1", seq: ++seq), Content(Picture), [stored, stored], revision: 0, parts: 2);
        Write();
        Assert.True(index.HasAttachment("attachment_1_p.png"));
        LeavingRows.ForgetFiles(Database, ["attachment_1_p.png", "of another's \"\u0007"]);
        Assert.False(index.HasAttachment("attachment_1_p.png"));
        LeavingRows.ForgetFiles(Path.Combine(folder.Path, "none.db"), ["x"]);
    }

    private bool Kept(string text) => Directory.EnumerateFiles(folder.Path, "messages.db*").Any(file => ReadShared(file).Contains(text, StringComparison.Ordinal));

    /// <summary>The index is open.</summary>
    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    /// <summary>Closes the file and removes the places of its lines.</summary>
    private void RemoveFirstFact(IReadOnlyList<long> lines)
    {
        log.Dispose();
        log = Opened(layout, new Rotation(MaximumBytes: 1));
        Say("next", Anna, new TextContent("behind the file"));
        Write();
        var closed = Directory.GetFiles(layout.MessagesFolder, "*.manifest").Order(StringComparer.Ordinal).First();
        LineRemover remover = new(layout, new PosixDisk(), Signer) { Leaving = leaving => LeavingRows.Forget(Database, leaving) };
        Assert.Equal(lines.Count, remover.Remove(new RemovalOrder(Path.ChangeExtension(Path.GetFileName(closed), ".log"), lines, "r#1", DateTimeOffset.UnixEpoch)).Lines);
        log.Dispose();
        log = Opened(layout);
    }

    [Fact]
    public void In_a_long_record_each_fact_is_found_and_none_that_is_not_there()
    {
        foreach (var part in Enumerable.Range(0, 4))
        {
            for (var n = 0; n < 500; n++) Say($"m{part}-{n}", Anna, new TextContent($"{part} {n} " + new string('x', 700)));
            Write();
            Take(SaidBy(Anna, uuid: "late", seq: 1), Content(new TextContent("a completion stands anywhere")), revision: 1);
            Write();
        }
        foreach (var wanted in new[] { 1L, 2, 499, 500, 501, 1000, 1001, 1777, 1999, 2000 })
            Assert.Equal(new LinePosition(wanted), RecordSeek.At(layout, wanted)?.Hansard?.Position);
        Assert.Null(RecordSeek.At(layout, 2001));
        Assert.Equal(Enumerable.Range(1490, 511).Select(one => (long)one), RecordSeek.From(layout, 1490).Where(line => line.Hansard!.Position.Revision == 0).Select(line => line.Hansard!.Position.Seq));
    }

    [Fact]
    public void Closed_files_are_searched_by_their_names()
    {
        for (var n = 0; n < 10; n++) Say($"m{n}", Anna, new TextContent($"{n}"));
        Write();
        log.Dispose();
        File.Move(layout.CurrentFile, layout.ClosedFile(1, 10));
        log = Opened(layout);
        Say("m10", Anna, new TextContent("10"));
        Write();
        Assert.Equal(["\"0\"", "\"9\"", "\"10\""], new[] { 1L, 10, 11 }.Select(wanted => RecordSeek.At(layout, wanted)!["message"]?.ToString()));
        Assert.Equal([10L, 11], RecordSeek.From(layout, 10).Select(line => line.Hansard!.Position.Seq));
    }

    [Fact]
    public void An_index_ahead_of_a_record_that_was_set_back_is_made_again()
    {
        Say("m1", Anna, new TextContent("kept"));
        Write();
        Say("m2", Anna, new TextContent("gone"));
        index.Keep();
        Restart(forget: false);
        Assert.Null(index.In("C").Message(new("m2")));
        Assert.Equal("kept", index.In("C").Words(new("m1")));
        batch.Clear();
    }

    private static readonly FeedBody Sealed = new(1, "aXY=", "Ym9keQ==");
    private static readonly ContentFile Small = new("small", "image/webp", 10, new string('b', 64), Convert.ToBase64String(new byte[32]), 65536);
    private static readonly ImageContent Picture = new() { FileName = "p.png", File = Small with { FileNameEncrypted = "big", Preview = Small } };

    private IEnumerable<long> Incomplete => index.Incomplete(Conversation, Message.SessionKeyUuid, 0, 10).Select(line => line.Seq);

    private IEnumerable<(long, int, int)> Missing => index.Missing(Conversation, new("m1"), 10).Select(one => (one.File.Seq, one.File.Part, one.File.Revision));

    private RecordLine[] TakeAll(Feed.CheckedFact fact, Captured captured, IReadOnlyList<FetchedFile?> files, int revision, int parts)
    {
        var lines = Lines.Of(fact, captured, new LineScene(Room, index.In("C"), files), () => "s", revision).Take(parts).ToArray();
        foreach (var line in lines) index.Take(line, fact.Message?.MessageUuid);
        batch.AddRange(lines);
        return lines;
    }

    /// <summary>A crash between the two: the lines are in the record, and the index has not kept them.</summary>
    private void WriteAndCrash()
    {
        log.Append(batch);
        batch.Clear();
        Restart(forget: false);
    }

    [Fact]
    public void A_completion_that_stands_behind_the_last_fact_is_known_after_a_crash()
    {
        var fact = SaidBy(Anna, uuid: "m1", seq: ++seq);
        Take(fact, new Captured.Unopened("No key yet.", null, Sealed));
        Write();
        Assert.Equal([1L], Incomplete);
        Take(fact, Content(new TextContent("late")), revision: 1);
        WriteAndCrash();
        Assert.Empty(Incomplete);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_part_that_a_crash_kept_from_a_message_that_was_opened_late_is_missed(bool forget)
    {
        var fact = SaidBy(Anna, uuid: "m1", seq: ++seq);
        Take(fact, new Captured.Unopened("No key yet.", null, Sealed));
        Write();
        TakeAll(fact, Content(Picture), FetchedFile.Late, revision: 1, parts: 1);
        WriteAndCrash();
        Restart(forget);
        Assert.Empty(Incomplete);
        Assert.Equal([(1L, 0, 1), (1L, 1, 0)], Missing);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_waits_for_its_upload_waits_and_what_failed_is_tried_until_it_is_there(bool forget)
    {
        var fact = SaidBy(Anna, uuid: "m1", seq: ++seq);
        TakeAll(fact, Content(Picture), [FetchedFile.Missing(FetchedFile.NotYet), FetchedFile.Missing("It is altered.")], revision: 0, parts: 2);
        Write();
        Restart(forget);
        Assert.Equal([(1L, 0, 0), (1L, 1, 0)], Missing);
        Assert.Equal([1], index.Due(1_000, 2_000, 10).Select(due => due.File.Part));
        index.Postpone(index.Due(1_000, 2_000, 10)[0].File, 3, 1_500);
        Assert.Equal((1_500L, 0), (index.NextDue(), index.Due(1_499, 2_000, 10).Count));
        Assert.Equal(3, Assert.Single(index.Due(1_500, 2_000, 10)).Tries);
        // A clock that went back must not put it off for years.
        Assert.Single(index.Due(10, 1_000, 10));

        var stored = new FetchedFile(new("/record/attachments/attachment_1_p.png", new string('b', 64), 10), null);
        TakeAll(fact, Content(Picture), [stored, stored], revision: 1, parts: 2);
        Write();
        Restart(forget);
        Assert.Empty(Missing);
        Assert.Null(index.NextDue());
        Assert.Equal((true, false), (index.HasAttachment("attachment_1_p.png"), index.HasAttachment("attachment_2_p.png")));
    }

    private static NoteSigner Signer
    {
        get
        {
            var key = BotSigningKey.FromSeed(new byte[BotSigningKey.SeedBytes]).Value;
            return new NoteSigner(VerifierKey.OfLog("hansard/default/recorder", key.PublicKey.Span), text => key.Sign(text));
        }
    }

    private static RecordLog Opened(RecordLayout layout, Rotation? rotation = null) =>
        RecordLog.Open(RecordHold.Take(layout, new PosixDisk()), new LogSettings(Signer, "UTC") { Rotation = rotation ?? new Rotation() });
}
