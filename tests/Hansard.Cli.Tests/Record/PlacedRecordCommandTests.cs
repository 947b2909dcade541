using System.Security.Cryptography;
using Hansard.Archive.Log;
using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Xunit;

namespace Hansard.Cli.Tests.Record;

/// <summary>Commands that are given the folder of a record whose files are elsewhere.</summary>
public sealed class PlacedRecordCommandTests : IDisposable
{
    private static readonly NoteSigner Signer = RecordCommandTests.Signer;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("hansard-placed-");

    private RecordLayout Usual => new(Path.Combine(root.FullName, "one", "integration", "hansard-compliance"));

    private RecordLayout Layout => Usual with { Prefix = "acme", MessagesFolder = Path.Combine(root.FullName, "lines"), AttachmentsFolder = Path.Combine(root.FullName, "files") };

    private string KeyFile => Path.Combine(root.FullName, "key");

    public void Dispose() => root.Delete(recursive: true);

    private void Write(RecordLayout layout)
    {
        File.WriteAllText(KeyFile, $"{Signer.Key}\n");
        var hold = RecordHold.Take(layout, new PosixDisk());
        KeptLayout.Keep(layout, new PosixDisk(), Signer);
        using var log = RecordLog.Open(hold, new LogSettings(Signer, "UTC") { Rotation = layout.MessagesFolder == layout.Folder ? Rotation.Never : new Rotation(MaximumAge: TimeSpan.FromMicroseconds(3)) });
        log.Append([.. Enumerable.Range(1, 8).Select(seq => new RecordLine(
            LineIds.OfFact("default", "c", seq), MessageType.Text, seq, LineTimes.HumanTime(seq, TimeZoneInfo.Utc), "anna", "ben", LineIds.OfGroup("default", "c", isDialog: true),
            [new("message", CanonicalJson.Of("hello"))],
            new HansardMember(new LinePosition(seq), "default", "c", "anna", "d", LineStatus.Captured, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), JournalChain.Start, [])))]);
    }

    private Task<Ended> Verify(params string[] more) => HansardCommand.Run(["record", "verify", Usual.Folder, "--key", KeyFile, .. more]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_record_whose_files_are_elsewhere_is_verified_searched_proved_exported_and_compared_by_its_folder(bool oneFile)
    {
        Write(oneFile ? Usual with { MessagesFolder = Usual.Folder } : Layout);
        var verified = await Verify();
        Assert.Equal((ExitCode.Done, ""), (verified.ExitCode, verified.Errors));
        Assert.StartsWith($"Sound: 8 lines, facts 1 to 8, {(oneFile ? 1 : 3)} files", verified.Output, StringComparison.Ordinal);
        Assert.Contains("hello", (await HansardCommand.Run("record", "search", Usual.Folder, "hello")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await HansardCommand.Run("record", "prove", Usual.Folder, "5", "--out", Path.Combine(root.FullName, "5"))).ExitCode);
        Assert.Equal(ExitCode.Done, (await HansardCommand.Run("record", "export", Usual.Folder, "--format", "jsonl", "--out", Path.Combine(root.FullName, "out"), "--key", KeyFile)).ExitCode);
        Assert.Equal(8, File.ReadLines(Path.Combine(root.FullName, "out", "lines", "000001.jsonl")).Count());
        var same = await HansardCommand.Run("record", "compare", Usual.Folder, Path.Combine(root.FullName, "one"));
        Assert.Contains("8 lines say the same, 0 differ", same.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_that_was_changed_leads_nobody_elsewhere()
    {
        Write(Layout);
        File.WriteAllText(Usual.LayoutFile, File.ReadAllText(Usual.LayoutFile).Replace("lines", "other", StringComparison.Ordinal));
        var verified = await Verify();
        Assert.Equal((ExitCode.Refused, "FAIL log/layout:1 seq 0: it is not signed by " + Signer.Key.Name), (verified.ExitCode, verified.Output.TrimEnd()));
        Assert.Equal(ExitCode.Refused, (await HansardCommand.Run("record", "search", Usual.Folder, "hello")).ExitCode);

        File.Delete(Usual.LayoutFile);
        Assert.Equal(ExitCode.Usage, (await Verify()).ExitCode);
    }

    [Fact]
    public async Task Of_a_copy_it_is_said_where_its_parts_are_here()
    {
        Write(Layout);
        Directory.Move(Layout.MessagesFolder, Path.Combine(root.FullName, "copied"));
        var missing = await Verify();
        Assert.Equal(ExitCode.Usage, missing.ExitCode);
        Assert.Contains("--messages", missing.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await Verify("--messages", Path.Combine(root.FullName, "copied"))).ExitCode);
    }
}
