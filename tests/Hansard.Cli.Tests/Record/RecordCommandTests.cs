using System.Security.Cryptography;
using System.Text.Json;
using Hansard.Archive.Audit;
using Hansard.Archive.Log;
using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Hansard.Client.Encryption;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Xunit;

namespace Hansard.Cli.Tests.Record;

/// <summary>The commands of an auditor, as processes, on a record of three files.</summary>
public sealed class RecordCommandTests : IDisposable
{
    private static readonly BotSigningKey SigningKey = BotSigningKey.FromSeed(SHA256.HashData("the key of these tests"u8)).Value;

    internal static readonly NoteSigner Signer = new(VerifierKey.OfLog("hansard/default/audit", SigningKey.PublicKey.Span), text => SigningKey.Sign(text));

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("hansard-record-");

    public RecordCommandTests()
    {
        Write(Layout, "hello");
        File.WriteAllText(KeyFile, $"{Signer.Key}\n");
    }

    private RecordLayout Layout => new(Path.Combine(root.FullName, "one", "integration", "hansard-compliance"));

    private string KeyFile => Path.Combine(root.FullName, "key");

    public void Dispose() => root.Delete(recursive: true);

    private static void Write(RecordLayout layout, string text)
    {
        using var log = RecordLog.Open(RecordHold.Take(layout, new PosixDisk()), new LogSettings(Signer, "UTC") { Rotation = new Rotation(MaximumAge: TimeSpan.FromMicroseconds(3)) });
        log.Append([.. Enumerable.Range(1, 8).Select(seq => new RecordLine(
            LineIds.OfFact("default", "c", seq), MessageType.Text, seq, LineTimes.HumanTime(seq, TimeZoneInfo.Utc), "anna", "ben", LineIds.OfGroup("default", "c", isDialog: true),
            [new("message", CanonicalJson.Of(text))],
            new HansardMember(new LinePosition(seq), "default", "c", "anna", "d", LineStatus.Captured, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), JournalChain.Start, [])))]);
    }

    [Fact]
    public async Task A_sound_record_ends_with_zero_and_a_changed_one_with_one_and_its_first_line_names_the_place()
    {
        var sound = await HansardCommand.Run("record", "verify", Layout.Folder, "--key", KeyFile);
        Assert.Equal((ExitCode.Done, ""), (sound.ExitCode, sound.Errors));
        Assert.StartsWith("Sound: 8 lines, facts 1 to 8, 3 files", sound.Output, StringComparison.Ordinal);

        var file = Layout.ClosedFile(4, 6);
        File.WriteAllText(file, string.Join('\n', File.ReadAllText(file).Split('\n').Select((line, n) => n == 1 ? line.Replace("hello", "hullo", StringComparison.Ordinal) : line)));
        var changed = await HansardCommand.Run("record", "verify", Layout.Folder, "--key", KeyFile);
        Assert.Equal(ExitCode.Refused, changed.ExitCode);
        Assert.Equal($"FAIL messages/{Path.GetFileName(file)}:2 seq 5: the line is not the one that was logged here", changed.Output.Split('\n')[0]);

        var json = await HansardCommand.Run("record", "verify", Layout.Folder, "--key", KeyFile, "--json");
        Assert.Equal(5, JsonElement.Parse(json.Output).GetProperty("findings")[0].GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task Without_a_key_from_elsewhere_the_record_is_checked_under_its_own_and_that_is_said()
    {
        var ended = await HansardCommand.Run("record", "verify", Path.Combine(root.FullName, "one"));
        Assert.Equal(ExitCode.Done, ended.ExitCode);
        Assert.Contains("taken from the record itself", ended.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("record verify nowhere")]
    [InlineData("record verify . --key nowhere")]
    [InlineData("record verify")]
    public async Task What_cannot_be_read_ends_with_two(string arguments) => Assert.Equal(ExitCode.Usage, (await HansardCommand.Run(arguments.Split(' '))).ExitCode);

    [Fact]
    public async Task A_proof_is_checked_without_the_record()
    {
        var proof = Path.Combine(root.FullName, "5.tlog-proof");
        Assert.Equal(ExitCode.Done, (await HansardCommand.Run("record", "prove", Layout.Folder, "5", "--out", proof)).ExitCode);
        Assert.Equal(ExitCode.Refused, (await HansardCommand.Run("record", "prove", Layout.Folder, "9", "--out", proof + "9")).ExitCode);
        Directory.Delete(Layout.Folder, recursive: true);

        var proved = await HansardCommand.Run("record", "check", proof, "--key", KeyFile);
        Assert.Equal(ExitCode.Done, proved.ExitCode);
        Assert.StartsWith("Proved: fact 5 is line 5 of hansard/default/audit, which had 8 lines", proved.Output, StringComparison.Ordinal);
        Assert.Contains("\"message\":\"hello\"", proved.Output, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(proof, TestContext.Current.CancellationToken);
        bytes[60] ^= 1;
        await File.WriteAllBytesAsync(proof, bytes, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Refused, (await HansardCommand.Run("record", "check", proof, "--key", KeyFile)).ExitCode);
    }

    [Fact]
    public async Task Two_records_are_the_same_where_they_say_the_same()
    {
        var other = new RecordLayout(Path.Combine(root.FullName, "two"));
        Write(other, "hello");
        var same = await HansardCommand.Run("record", "compare", Layout.Folder, other.Folder);
        Assert.Equal(ExitCode.Done, same.ExitCode);
        Assert.Contains("8 lines say the same, 0 differ", same.Output, StringComparison.Ordinal);

        Directory.Delete(other.Folder, recursive: true);
        Write(other, "hullo");
        var different = await HansardCommand.Run("record", "compare", Layout.Folder, other.Folder);
        Assert.Equal(ExitCode.Refused, different.ExitCode);
        Assert.StartsWith("DIFFERENT seq 1 part 0 revision 0:", different.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_selection_is_exported_once_and_whoever_receives_it_checks_it_without_the_record()
    {
        var to = Path.Combine(root.FullName, "export");
        var exported = await HansardCommand.Run("record", "export", Layout.Folder, "hello", "--format", "csv", "--out", to, "--key", KeyFile, "--json");
        Assert.Equal(ExitCode.Done, exported.ExitCode);
        Assert.Equal("hansard: This is a copy of a record, without its keeper's keys: what you do here is not in the record's audit log.", exported.Errors.TrimEnd());
        Assert.Equal(("Csv", 8), (JsonElement.Parse(exported.Output).GetProperty("format").GetString(), JsonElement.Parse(exported.Output).GetProperty("lines").GetInt32()));
        Assert.Equal(9, File.ReadLines(Path.Combine(to, "messages-001.csv")).Count());

        Directory.Delete(Path.Combine(root.FullName, "one"), recursive: true);
        var check = await HansardCommand.Run("record", "check", to, "--key", KeyFile);
        Assert.Equal(ExitCode.Done, check.ExitCode);
        Assert.StartsWith("Proved: its 8 lines stand in hansard/default/audit, which had 8 lines", check.Output, StringComparison.Ordinal);

        File.AppendAllText(Path.Combine(to, "messages-001.csv"), "forged\r\n");
        var forged = await HansardCommand.Run("record", "check", to, "--key", KeyFile);
        Assert.Equal(ExitCode.Refused, forged.ExitCode);
        Assert.Contains("messages-001.csv is not the file that was exported", forged.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_says_what_it_was_asked_and_overwrites_nothing()
    {
        var to = Path.Combine(root.FullName, "export");
        var empty = await HansardCommand.Run("record", "export", Layout.Folder, "--sender", "nobody", "--format", "html", "--out", to);
        Assert.Equal(ExitCode.Done, empty.ExitCode);
        Assert.Contains("No line names nobody.", empty.Errors, StringComparison.Ordinal);
        Assert.Equal("nobody", JsonElement.Parse(File.ReadAllText(Path.Combine(to, "export-manifest.json"))).GetProperty("selection").GetProperty("senders")[0].GetString());

        var again = await HansardCommand.Run("record", "export", Layout.Folder, "--sender", "nobody", "--format", "html", "--out", to);
        Assert.Equal(ExitCode.Refused, again.ExitCode);
        Assert.Contains("finished export already", again.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await HansardCommand.Run("record", "export", Layout.Folder, "--format", "parchment", "--out", to)).ExitCode);
    }

    [Fact]
    public async Task The_keeper_of_a_record_shows_nothing_that_he_does_not_note()
    {
        var identity = Directory.CreateDirectory(Path.Combine(root.FullName, "one", "identity")).FullName;
        var proof = Path.Combine(root.FullName, "proof");
        foreach (var command in new string[][] { ["search", Layout.Folder, "hello"], ["export", Layout.Folder, "--format", "csv", "--out", proof], ["prove", Layout.Folder, "5", "--out", proof], ["audit", Layout.Folder] })
        {
            var refused = await HansardCommand.Run(["record", .. command]);
            Assert.Equal((ExitCode.Refused, ""), (refused.ExitCode, refused.Output));
            Assert.Contains("Start its recorder once", refused.Errors, StringComparison.Ordinal);
            Assert.False(Path.Exists(proof));
        }

        new AuditAnchoring(Layout, new PosixDisk(), Signer, Path.Combine(identity, AuditKey.FileName), "recorder", TimeProvider.System).Renew();
        var searched = await HansardCommand.Run("record", "search", Layout.Folder, "hello", "--sender", "\u001b[31manna");
        Assert.Equal((ExitCode.Done, "Nothing is found."), (searched.ExitCode, searched.Output.TrimEnd()));
        Assert.Equal(ExitCode.Done, (await HansardCommand.Run("record", "prove", Layout.Folder, "5", "--out", proof)).ExitCode);
        var shown = await HansardCommand.Run("record", "audit", Layout.Folder);
        Assert.Equal((ExitCode.Done, ""), (shown.ExitCode, shown.Errors));
        var entries = shown.Output.TrimEnd().Split('\n');
        Assert.Equal(4, entries.Length);
        Assert.EndsWith("  recorder  begun", entries[0], StringComparison.Ordinal);
        Assert.EndsWith($"  {Environment.UserName}@{Environment.MachineName}  search  dir={Layout.Folder}  sender=␛[31manna  words=hello", entries[1], StringComparison.Ordinal);
        Assert.Contains($"  prove  dir={Layout.Folder}  out={proof}  seq=5", entries[2], StringComparison.Ordinal);
        Assert.EndsWith($"  audit  dir={Layout.Folder}", entries[3], StringComparison.Ordinal);

        var verified = await HansardCommand.Run("record", "verify", Layout.Folder, "--key", KeyFile);
        Assert.Contains("Audit log: sound, 4 entries.", verified.Output, StringComparison.Ordinal);
        File.WriteAllText(Layout.Audit.CurrentFile, File.ReadAllText(Layout.Audit.CurrentFile).Replace("hello", "hullo", StringComparison.Ordinal));
        var changed = await HansardCommand.Run("record", "verify", Layout.Folder, "--key", KeyFile);
        Assert.Equal(ExitCode.Refused, changed.ExitCode);
        Assert.StartsWith("FAIL audit/messages/receivedMessages.log:2 seq 2:", changed.Output, StringComparison.Ordinal);
    }
}
