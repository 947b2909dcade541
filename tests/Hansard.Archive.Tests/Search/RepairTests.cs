using System.Diagnostics;
using System.Text;
using Hansard.Archive.Log;
using Hansard.Archive.Search;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Search;

/// <summary>An index may be cut off, damaged, deleted, or left behind by its record: what is found afterwards is right.</summary>
public sealed class RepairTests
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 100 : 8;

    [Fact]
    public async Task However_often_the_indexing_process_is_killed_every_line_is_found_once()
    {
        const int Lines = 3_000;
        using var talk = new Talk(new Rotation(MaximumBytes: 300_000));
        for (var n = 1; n <= Lines; n++) talk.Say($"word{n % 7} all{n}", $"user{n % 5}");
        for (var n = 1; n <= 20; n++) talk.Complete(n * 100, 1, $"completed all{n * 100}");
        talk.Seal();
        var random = new Random(20261121);
        for (var kill = 0; kill < Kills; kill++) await IndexAndKill(talk.Layout.Folder, chunks: 1 + kill * 3, random.Next(0, 300_000));
        var done = talk.CatchUp();

        Assert.Empty(done.Repairs);
        Assert.Equal(Lines + 20, talk.Index.Lines);
        Assert.Equal(Enumerable.Range(1, Lines).Select(n => (long)n), talk.FoundSeqs(Selection.Everything));
        Assert.Equal(Enumerable.Range(1, Lines).Where(n => n % 7 == 3 && (n % 100 != 0 || n > 2_000)).Select(n => (long)n), Words(talk, "word3"));
        Assert.Equal(Enumerable.Range(1, 20).Select(n => n * 100L), Words(talk, "completed"));
        Assert.Equal(600, talk.FoundSeqs(new Selection { Senders = ["user2"] }).Length);
        Assert.Equal([1_500], Words(talk, "all1500"));
    }

    [Fact]
    public void Lines_that_a_shard_has_and_the_catalog_does_not_know_of_are_found_once()
    {
        using var talk = new Talk();
        for (var n = 1; n <= 50; n++) talk.Say($"word{n}");
        talk.CatchUp();
        var seventh = talk.Index.Find(Selection.Everything).First(place => place.Seq == 7);
        talk.CloseIndex();
        var catalog = Path.Combine(talk.IndexFolder, "catalog.db");
        var before = File.ReadAllBytes(catalog);
        for (var n = 51; n <= 60; n++) talk.Say($"word{n}");
        talk.Complete(7, 1, "opened once");
        talk.Complete(7, 2, "opened twice");
        talk.CatchUp();
        talk.CloseIndex();
        // As if the process had ended between the two transactions.
        File.WriteAllBytes(catalog, before);

        Assert.Empty(talk.CatchUp().Repairs);
        Assert.Equal(Enumerable.Range(1, 60).Select(n => (long)n), talk.FoundSeqs(Selection.Everything));
        Assert.Equal(["opened twice"], talk.FoundWords("opened"));
        Assert.Equal(62, talk.Index.Lines);
        Assert.Equal([1, 2], talk.Index.About(seventh).Select(completion => completion.Revision));
    }

    [Theory]
    [InlineData("words-000000.db")]
    [InlineData("catalog.db")]
    public void A_damaged_file_is_made_again_and_that_is_said(string file)
    {
        using var talk = new Talk();
        for (var n = 1; n <= 500; n++) talk.Say($"word{n}");
        talk.CatchUp();
        talk.CloseIndex();
        File.WriteAllText(Path.Combine(talk.IndexFolder, file), "this is no database, but it is as long as one may be " + new string('x', 5000));

        Assert.NotEmpty(talk.CatchUp().Repairs);
        Assert.Equal([77], Words(talk, "word77"));
        Assert.Equal(500, talk.FoundSeqs(Selection.Everything).Length);
        Assert.Empty(talk.CatchUp().Repairs);
    }

    [Fact]
    public void Damage_that_only_a_search_meets_is_said_and_made_good_by_the_next_look()
    {
        using var talk = new Talk();
        for (var n = 1; n <= 3000; n++) talk.Say($"word{n} {new string((char)('a' + n % 26), 20)}{n}");
        talk.CatchUp();
        talk.CloseIndex();
        Spoil(Path.Combine(talk.IndexFolder, "words-000000.db"));

        Assert.Throws<IndexDamagedException>(() => Enumerable.Range(1, 3000).Sum(n => Words(talk, $"word{n}").Length) + talk.FoundSeqs(Selection.Everything).Length);
        Assert.NotEmpty(talk.CatchUp().Repairs);
        Assert.Equal([77], Words(talk, "word77"));
        Assert.Equal(3000, talk.FoundSeqs(Selection.Everything).Length);
    }

    [Fact]
    public void A_deleted_index_and_a_deleted_part_of_it_are_made_again()
    {
        using var talk = new Talk();
        talk.Say("one");
        talk.CatchUp();
        talk.CloseIndex();
        File.Delete(Path.Combine(talk.IndexFolder, "words-000000.db"));
        Assert.NotEmpty(talk.CatchUp().Repairs);
        Assert.Equal([1], Words(talk, "one"));
        talk.CloseIndex();
        Directory.Delete(talk.IndexFolder, recursive: true);
        Assert.Empty(talk.CatchUp().Repairs);
        Assert.Equal([1], Words(talk, "one"));
    }

    [Fact]
    public void A_record_that_was_set_back_is_indexed_anew()
    {
        using var talk = new Talk();
        for (var n = 1; n <= 100; n++) talk.Say($"word{n}");
        talk.CatchUp();
        talk.CloseIndex();
        using var other = new Talk();
        for (var n = 1; n <= 50; n++) other.Say($"another{n}");
        other.Seal();
        other.CloseLog();
        talk.CloseLog();
        foreach (var (from, to) in new[] { (other.Layout.CurrentFile, talk.Layout.CurrentFile), (other.Layout.CheckpointFile, talk.Layout.CheckpointFile) }) File.Copy(from, to, overwrite: true);

        Assert.NotEmpty(talk.CatchUp().Repairs);
        Assert.Empty(Words(talk, "word7"));
        Assert.Equal([7], Words(talk, "another7"));
        Assert.Equal(50, talk.FoundSeqs(Selection.Everything).Length);
    }

    [Fact]
    public void Lines_are_forgotten_at_once_and_leave_the_disk_when_their_file_was_written_anew()
    {
        using var talk = new Talk(new Rotation(MaximumAge: TimeSpan.FromMinutes(3)));
        talk.Say("keep this one");
        talk.Say("remove zebrafish");
        for (var n = 3; n <= 9; n++) talk.Say($"word{n}");
        talk.CatchUp();
        var removed = talk.Index.Find(new SelectionText { Words = "zebrafish" }.Read(out _)!).Single();
        talk.Index.Forget([removed]);
        Assert.Empty(Words(talk, "zebrafish"));
        talk.CloseIndex();
        File.Delete(Path.Combine(talk.IndexFolder, "words-000000.db"));
        Assert.Single(talk.CatchUp().Repairs);
        Assert.Empty(Words(talk, "zebrafish"));

        RemoveLine(talk.Layout.ClosedFile(1, 3), 2);
        var done = talk.CatchUp();

        Assert.Equal([Path.GetFileName(talk.Layout.ClosedFile(1, 3))], done.Rewritten);
        Assert.Empty(done.Repairs);
        Assert.Empty(Words(talk, "zebrafish"));
        Assert.Equal([1, 3, 4, 5, 6, 7, 8, 9], talk.FoundSeqs(Selection.Everything));
        Assert.Equal(["word3"], talk.FoundWords("word3"));
        Assert.Equal([9], Words(talk, "word9"));
        talk.CloseIndex();
        Assert.All(Directory.EnumerateFiles(talk.IndexFolder), file => Assert.DoesNotContain("zebrafish", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
    }

    [Fact]
    public void Shards_and_groups_of_substrings_meet_without_a_gap()
    {
        const long Before = (1 << 20) - 300;
        using var talk = new Talk(new Rotation(MaximumBytes: 100_000));
        talk.Put(talk.Line(new LinePosition(Before), MessageType.Text, [LineMember.Text("message", "first of all")], "anna", "c", [], null, null, LineStatus.Captured));
        for (var n = 1; n < 600; n++) talk.Say($"word{n % 3} <{n}>");
        talk.CatchUp();
        for (var n = 600; n < 700; n++) talk.Say($"word{n % 3} <{n}>");
        talk.Complete(Before + 5, 1, "late and <completed>");
        talk.CatchUp();

        Assert.Equal(700, talk.FoundSeqs(Selection.Everything).Length);
        Assert.Equal(talk.FoundSeqs(Selection.Everything).Reverse(), talk.FoundSeqs(Selection.Everything, SearchOrder.NewestFirst));
        Assert.Equal([Before + 33], talk.FoundSeqs(new Selection { Substring = "<33>" }));
        Assert.Equal([Before + 650], talk.FoundSeqs(new Selection { Substring = "<650>" }));
        Assert.Equal([Before + 5], talk.FoundSeqs(new Selection { Substring = "<COMPLETED" }));
        Assert.Empty(talk.FoundSeqs(new Selection { Substring = "<5>" }));
        Assert.Equal([Before + 35, Before + 335, Before + 635], talk.FoundSeqs(new SelectionText { Words = "word2", Substring = "35>" }.Read(out _)!));
        Assert.True(File.Exists(Path.Combine(talk.IndexFolder, "words-000001.db")));
    }

    [Fact]
    public void Only_one_process_keeps_an_index_and_others_look_into_it()
    {
        using var talk = new Talk();
        talk.Say("one");
        talk.CatchUp();
        talk.Say("two");
        talk.Seal();
        using var second = RecordIndex.Open(talk.Layout, talk.IndexFolder);
        var elsewhere = second.CatchUp(cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((true, 1L), (elsewhere.IsElsewhere, elsewhere.Missing));
        Assert.Single(second.Find(Selection.Everything));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(talk.IndexFolder, "catalog.db")));
        talk.Folder.IsSound(2);
    }

    private static long[] Words(Talk talk, string words) => talk.FoundSeqs(new SelectionText { Words = words }.Read(out var fault) ?? throw new ArgumentException(fault));

    /// <summary>Overwrites every page but the first two of a file, as a failing disk might.</summary>
    private static void Spoil(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var page = 4096 * 12; page + 4096 <= bytes.Length; page += 4096) bytes.AsSpan(page, 2048).Fill(0xa5);
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>As retention does it: the line's hash takes its place. The manifest is another one then.</summary>
    private static void RemoveLine(string file, int number)
    {
        var lines = File.ReadAllText(file).Split('\n');
        lines[number - 1] = $$$"""{"hansard":{"part":0,"removed":{"at":"2026-11-21T00:00:00Z","line_sha256":"{{{new string('0', 64)}}}","rule":"r"},"revision":0,"seq":{{{number}}}}}""";
        File.WriteAllText(file, string.Join('\n', lines));
        File.AppendAllText(RecordLayout.ManifestOf(file), "superseded\n");
    }

    /// <summary>Lets a process index until it has said so many chunks and a moment more, then kills it.</summary>
    private static async Task IndexAndKill(string folder, int chunks, int spins)
    {
        using var indexer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [VictimIndexer.Verb, folder]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        for (var chunk = 0; chunk < chunks; chunk++) Assert.NotNull(await indexer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Thread.SpinWait(spins);
        indexer.Kill();
        await indexer.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
