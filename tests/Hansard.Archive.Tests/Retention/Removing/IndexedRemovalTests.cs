using System.Collections.Concurrent;
using System.Text;
using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Search;
using Hansard.Archive.Tests.Log;
using Hansard.Archive.Tests.Search;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Retention.Removing;

/// <summary>The index of a record from which lines are removed.</summary>
public sealed class IndexedRemovalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly Rotation ThreeFacts = new(MaximumAge: TimeSpan.FromMinutes(3));

    [Fact]
    public void A_running_keeper_lets_go_of_removed_words_at_once_and_holds_that_for_no_alarm()
    {
        using var talk = Conversation();
        using var looks = new BlockingCollection<CaughtUp>();
        using (new IndexKeeper(talk.Layout, talk.IndexFolder, alarm => Assert.Fail(alarm), looks.Add))
        {
            Until(looks, look => look.Lines > 0);
            Assert.Equal(["Axolotl"], talk.Index.Titles("c", 9).Select(title => title.Title));
            var remover = Remover(talk);
            var done = remover.Remove(RemovalRecord.Order(talk.Layout.ClosedFile(1, 3), 0, 1));
            Assert.Equal(2, done.Lines);
            Until(looks, look => look.Rewritten.Contains(done.FileName));

            Assert.Empty(talk.FoundWords("zebrafish"));
            Assert.Equal([3, 4, 5, 6, 7, 8, 9], talk.FoundSeqs(Selection.Everything));
            Assert.Equal(["word3"], talk.FoundWords("word3"));
            Assert.Empty(talk.Index.Titles("c", 9));
            // Nothing but the folder's time tells of a second removal either.
            done = remover.Remove(RemovalRecord.Order(talk.Layout.ClosedFile(4, 6), 0, 1, 2));
            Until(looks, look => look.Rewritten.Contains(done.FileName));
            talk.CloseIndex();
        }
        Assert.Equal([3, 7, 8, 9], talk.FoundSeqs(Selection.Everything));
        talk.CloseIndex();
        foreach (var file in Directory.EnumerateFiles(talk.IndexFolder))
        {
            var content = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain("zebrafish", content, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("axolotl", content, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void An_index_of_which_no_line_is_left_is_whole_and_goes_on()
    {
        using var talk = new Talk(ThreeFacts);
        for (var n = 1; n <= 4; n++) talk.Say($"word{n}");
        talk.CatchUp();
        talk.CloseIndex();
        Remover(talk).Remove(RemovalRecord.Order(talk.Layout.ClosedFile(1, 3), 0, 1, 2));
        Assert.Single(talk.CatchUp().Rewritten);
        Assert.Equal([4], talk.FoundSeqs(Selection.Everything));

        var last = talk.CatchUp();
        Assert.Empty(last.Repairs);
        Assert.Empty(last.Rewritten);
        talk.Say("word5");
        Assert.Empty(talk.CatchUp().Repairs);
        Assert.Equal([4, 5], talk.FoundSeqs(Selection.Everything));
    }

    [Fact]
    public void A_part_of_which_every_line_is_gone_is_not_taken_for_lost()
    {
        const long Before = (1 << 20) - 3;
        using var talk = new Talk(ThreeFacts);
        talk.Put(talk.Line(new LinePosition(Before), MessageType.Text, [LineMember.Text("message", "first of all")], "anna", "c", [], null, null, LineStatus.Captured));
        for (var n = 1; n <= 8; n++) talk.Say($"word{n}");
        talk.CatchUp();
        var file = talk.Folder.Files[0];
        var places = File.ReadLines(file).Select((_, place) => (long)place).ToArray();
        Remover(talk).Remove(RemovalRecord.Order(file, places));

        Assert.Equal([Path.GetFileName(file)], talk.CatchUp().Rewritten);
        var again = talk.CatchUp();
        Assert.Empty(again.Repairs);
        Assert.Empty(again.Rewritten);
        Assert.Equal(9 - places.Length, talk.FoundSeqs(Selection.Everything).Length);
    }

    [Fact]
    public void Whoever_searches_while_a_part_is_made_again_is_told_what_he_may_not_find()
    {
        using var talk = Conversation();
        talk.CatchUp();
        Remover(talk).Remove(RemovalRecord.Order(talk.Layout.ClosedFile(1, 3), 0));
        var keeper = talk.Index;
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => keeper.CatchUp(cancellation: stopped.Token));
        using (var other = RecordIndex.Open(talk.Layout, talk.IndexFolder))
        {
            var look = other.CatchUp(cancellation: TestContext.Current.CancellationToken);
            Assert.True(look is { IsElsewhere: true, Missing: > 0 });
        }
        talk.CatchUp();
        Assert.Equal(8, talk.FoundSeqs(Selection.Everything).Length);
    }

    private static Talk Conversation()
    {
        var talk = new Talk(ThreeFacts);
        talk.Add(MessageType.RoomCreated, [LineMember.Object("control", writer => writer.Member("title", "Axolotl"))], kept: [Talk.Fact("conversationCreated", _ => { })]);
        talk.Say("remove zebrafish");
        for (var n = 3; n <= 9; n++) talk.Say($"word{n}");
        talk.Seal();
        return talk;
    }

    private static LineRemover Remover(Talk talk) => new(talk.Layout, new PosixDisk(), TestKey.Signer);

    private static void Until(BlockingCollection<CaughtUp> looks, Func<CaughtUp, bool> isIt)
    {
        CaughtUp? look;
        do
        {
            Assert.True(looks.TryTake(out look, Patience));
        }
        while (!isIt(look!));
    }
}
