using System.Security.Cryptography;
using System.Text.Json;
using Hansard.Archive.Log;
using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Hansard.Client.Encryption;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Xunit;

namespace Hansard.Cli.Tests.Record;

/// <summary><c>hansard record search</c> as a process, on a small record whose people write to the reader's terminal.</summary>
public sealed class SearchCommandTests : IDisposable
{
    private const string Hostile = "pay \u001b[2J\u001b]0;owned\u0007 me\u009b31m \u202etxt.exe";

    private static readonly BotSigningKey SigningKey = BotSigningKey.FromSeed(SHA256.HashData("the key of these tests"u8)).Value;

    private static readonly NoteSigner Signer = new(VerifierKey.OfLog("hansard/default/audit", SigningKey.PublicKey.Span), text => SigningKey.Sign(text));

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("hansard-record-");
    private readonly List<RecordLine> lines = [];

    public SearchCommandTests()
    {
        Say("good morning", "anna");
        var said = Say("the invoice is 400", "ben\u001b[31m");
        Say(Hostile, "anna");
        Add(MessageType.Edit, "anna", [LineMember.Object("edit", writer =>
        {
            writer.Member("originalmessageid", said.MessageId);
            writer.Member("text", "the invoice is 500");
            writer.Member("type", "text");
        })], LineMember.Text("previous", "the invoice is 400"));
        Add(MessageType.MessageDeleted, "anna", [RoomControl.MessageDeleted(said.MessageId, isRecall: true)]);
        using var log = RecordLog.Open(RecordHold.Take(Layout, new PosixDisk()), new LogSettings(Signer, "UTC"));
        log.Append(lines);
    }

    private RecordLayout Layout => new(Path.Combine(root.FullName, "bot", "integration", "hansard-compliance"));

    private string Bot => Path.Combine(root.FullName, "bot");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public async Task A_message_is_shown_with_what_became_of_it_and_what_stood_around_it()
    {
        var found = await HansardCommand.Run("record", "search", Bot, "invoice", "--type", "text", "--context", "1");

        Assert.Equal(ExitCode.Done, found.ExitCode);
        Assert.Contains("fact 2", found.Output, StringComparison.Ordinal);
        Assert.Contains("the invoice is 400", found.Output, StringComparison.Ordinal);
        Assert.Contains("-> edited by anna", found.Output, StringComparison.Ordinal);
        Assert.Contains("the invoice is 500", found.Output, StringComparison.Ordinal);
        Assert.Contains("before that: the invoice is 400", found.Output, StringComparison.Ordinal);
        Assert.Contains("-> deleted by anna", found.Output, StringComparison.Ordinal);
        Assert.Contains("  | 2023", found.Output, StringComparison.Ordinal);
        Assert.Contains("good morning", found.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_was_written_reaches_the_terminal_as_an_order()
    {
        var found = await HansardCommand.Run("record", "search", Bot, "--context", "3");
        var json = await HansardCommand.Run("record", "search", Bot, "--json");

        Assert.Contains("pay", found.Output, StringComparison.Ordinal);
        foreach (var output in new[] { found.Output, json.Output })
            Assert.DoesNotContain(output, character => (char.IsControl(character) && character != '\n') || character == '\u202e' && output == found.Output);
    }

    [Fact]
    public async Task Programs_read_one_object_on_each_line()
    {
        var found = await HansardCommand.Run("record", "search", Bot, "pay", "--json");
        var all = await HansardCommand.Run("record", "search", Bot, "--json", "--oldest-first");

        using var line = JsonDocument.Parse(Assert.Single(found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal((3, Hostile, "captured"), (line.RootElement.GetProperty("seq").GetInt64(), line.RootElement.GetProperty("text").GetString(), line.RootElement.GetProperty("status").GetString()));
        Assert.Equal([1L, 2, 3, 4, 5], all.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text).RootElement.GetProperty("seq").GetInt64()));
    }

    [Fact]
    public async Task A_search_goes_on_where_the_page_before_ended()
    {
        var first = await HansardCommand.Run("record", "search", Bot, "--limit", "2");
        var row = first.Output.Split("--after ")[1].Trim();
        var second = await HansardCommand.Run("record", "search", Bot, "--limit", "3", "--after", row, "--json");

        Assert.Equal([3L, 2, 1], second.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text).RootElement.GetProperty("seq").GetInt64()));
    }

    [Theory]
    [InlineData("\"open")]
    [InlineData("invoice --type letter")]
    [InlineData("invoice --from yesterday")]
    [InlineData("--sender  x")]
    public async Task What_cannot_be_meant_is_refused(string arguments)
    {
        var refused = await HansardCommand.Run(["record", "search", Bot, .. arguments.Split(' ')]);
        Assert.Equal((ExitCode.Refused, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith("hansard: ", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_must_not_be_written_to_has_its_index_elsewhere()
    {
        var index = Path.Combine(root.FullName, "index");
        var found = await HansardCommand.Run("record", "search", Bot, "invoice", "--index", index, "--person", "nobody");

        Assert.Contains("Nothing is found.", found.Output, StringComparison.Ordinal);
        Assert.Contains("No line names nobody.", found.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(index, "catalog.db")));
        Assert.False(Directory.Exists(Path.Combine(Layout.Folder, "index")));
    }

    private RecordLine Say(string text, string sender) => Add(MessageType.Text, sender, [LineMember.Text("message", text)]);

    private RecordLine Add(int type, string sender, LineMember[] members, params LineMember[] kept)
    {
        var seq = lines.Count + 1;
        var timestamp = 1_700_000_000_000_000 + seq * 1_000_000;
        var digits = seq.ToString("x32");
        lines.Add(new RecordLine(
            digits, type, timestamp, LineTimes.HumanTime(timestamp, TimeZoneInfo.Utc), sender, null, "S1", members,
            new HansardMember(
                new LinePosition(seq), "default", "talk", sender, "d", LineStatus.Captured, digits, digits + digits,
                [.. kept.Append(LineMember.Object("fact", writer => writer.Member("kind", "messageAdded"))).OrderBy(one => one.Name, StringComparer.Ordinal)])));
        return lines[^1];
    }
}
