using System.Collections.Concurrent;
using Hansard.Archive.Search;
using Xunit;

namespace Hansard.Archive.Tests.Search;

/// <summary>The index beside a record that is being written.</summary>
public sealed class IndexKeeperTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public void Lines_are_indexed_behind_the_record_while_it_is_written()
    {
        using var talk = new Talk(new Archive.Log.Rotation(MaximumBytes: 50_000));
        using var looks = new BlockingCollection<CaughtUp>();
        talk.Say("word0");
        talk.Seal();
        using (new IndexKeeper(talk.Layout, talk.IndexFolder, alarm => Assert.Fail(alarm), looks.Add))
        {
            for (var n = 1; n <= 400; n++)
            {
                talk.Say($"word{n}");
                if (n % 10 == 0) talk.Seal();
            }
            for (long lines = 0; lines < 401;)
            {
                Assert.True(looks.TryTake(out var look, Patience));
                lines += look.Lines;
            }
            Assert.Equal([400], talk.FoundSeqs(new SelectionText { Words = "word399" }.Read(out _)!));
        }
        Assert.Equal(401, talk.FoundSeqs(Selection.Everything).Length);
    }

    [Fact]
    public void What_stops_it_is_an_alarm_and_it_goes_on_when_it_can()
    {
        using var talk = new Talk();
        talk.Say("word");
        talk.Seal();
        // Where the folder should be stands a file.
        File.WriteAllText(talk.IndexFolder, "in the way");
        using var alarms = new BlockingCollection<string>();
        using (new IndexKeeper(talk.Layout, talk.IndexFolder, alarms.Add))
        {
            Assert.True(alarms.TryTake(out var alarm, Patience));
            Assert.Contains("Recording goes on", alarm, StringComparison.Ordinal);
            talk.Say("recorded all the same");
            talk.Seal();
        }
        File.Delete(talk.IndexFolder);
        talk.CatchUp();
        Assert.Equal(2, talk.FoundSeqs(Selection.Everything).Length);
    }
}
