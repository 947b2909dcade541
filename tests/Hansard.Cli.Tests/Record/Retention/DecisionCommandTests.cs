using System.Text.Json;
using Hansard.Cli.Output;
using Xunit;

namespace Hansard.Cli.Tests.Record.Retention;

/// <summary><c>hansard record policy</c>, <c>hold</c>, <c>officer</c> and <c>retention</c> as processes.</summary>
public sealed class DecisionCommandTests : IDisposable
{
    private readonly DecidedRecord record = new();

    public void Dispose() => record.Dispose();

    [Fact]
    public async Task A_policy_is_asked_for_shown_and_withdrawn()
    {
        var set = await DecidedRecord.Run("policy", "set", record.Bot, "chat-7y", "--kind", "dialog", "--days", "2555");
        Assert.Equal((ExitCode.Done, ""), (set.ExitCode, set.Errors));
        Assert.StartsWith("Entry 2 takes effect 20", set.Output, StringComparison.Ordinal);
        var again = await DecidedRecord.Run("policy", "set", record.Bot, "chat-7y", "--kind", "dialog", "--days", "2555");
        Assert.Equal((ExitCode.Refused, "hansard: Entry 2 asks for it already. Nothing was decided.\n"), (again.ExitCode, again.Errors));
        var list = Json((await DecidedRecord.Run("policy", "list", record.Bot, "--json")).Output);
        Assert.Equal(0, list.GetProperty("policies").GetArrayLength());
        var pending = list.GetProperty("pending")[0];
        Assert.Equal(("policy-set", 2, 2555), (pending.GetProperty("kind").GetString(), pending.GetProperty("entry").GetInt64(), pending.GetProperty("details").GetProperty("days").GetInt32()));
        Assert.Equal(ExitCode.Done, (await DecidedRecord.Run("officer", "stop", record.Bot, "2")).ExitCode);
        Assert.StartsWith("There is no policy", (await DecidedRecord.Run("policy", "list", record.Bot)).Output, StringComparison.Ordinal);
        var withdrawn = await DecidedRecord.Run("policy", "withdraw", record.Bot, "chat-7y");
        Assert.Equal((ExitCode.Refused, "hansard: There is no policy chat-7y. Nothing was decided.\n"), (withdrawn.ExitCode, withdrawn.Errors));
        Assert.Contains("  policy-set  days=2555  kind=dialog  name=chat-7y", (await DecidedRecord.Run("audit", record.Bot, "--kind", "policy-set")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hold_is_released_by_two_officers_with_their_own_keys()
    {
        Assert.Equal(ExitCode.Done, (await DecidedRecord.Run("hold", "add", record.Bot, "case-7", "--person", "anna", "--reason", "Case 7")).ExitCode);
        foreach (var officer in new[] { "olga", "otto" })
            Assert.StartsWith("Done: entry", (await DecidedRecord.Run("officer", "add", record.Bot, officer, "--key", record.File(officer))).Output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(record.File("olga")));

        var wrong = await DecidedRecord.RunAs("wrong horse", "hold", "release", record.Bot, "case-7", "--key", record.File("olga"));
        Assert.Equal(ExitCode.Refused, wrong.ExitCode);
        Assert.Contains("it is under another passphrase", wrong.Errors, StringComparison.Ordinal);
        var asked = await DecidedRecord.Run("hold", "release", record.Bot, "case-7", "--key", record.File("olga"));
        Assert.Contains("waits for the signatures of 1 more officers", asked.Output, StringComparison.Ordinal);
        var twice = await DecidedRecord.Run("hold", "release", record.Bot, "case-7", "--key", record.File("olga"));
        Assert.Equal((ExitCode.Refused, "hansard: The officer olga has signed already: it takes another one. Nothing was decided.\n"), (twice.ExitCode, twice.Errors));
        var agreed = await DecidedRecord.Run("hold", "release", record.Bot, "case-7", "--key", record.File("otto"));
        Assert.Contains("takes effect 20", agreed.Output, StringComparison.Ordinal);

        var holds = Json((await DecidedRecord.Run("hold", "list", record.Bot, "--json")).Output).GetProperty("holds");
        Assert.Equal(["olga", "otto"], holds[0].GetProperty("release").GetProperty("agreed").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(ExitCode.Done, (await DecidedRecord.Run("hold", "stop", record.Bot, "case-7")).ExitCode);
        Assert.Contains("released 24 hours after two officers have agreed", (await DecidedRecord.Run("hold", "list", record.Bot)).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Refused, (await DecidedRecord.Run("hold", "stop", record.Bot, "case-7")).ExitCode);
        Assert.Equal(ExitCode.Refused, (await DecidedRecord.Run("hold", "stop", record.Bot, "case-8")).ExitCode);
    }

    [Fact]
    public async Task A_third_officer_needs_the_other_two()
    {
        foreach (var officer in new[] { "olga", "otto" }) await DecidedRecord.Run("officer", "add", record.Bot, officer, "--key", record.File(officer));
        var third = await DecidedRecord.Run("officer", "add", record.Bot, "omar", "--key", record.File("omar"));
        Assert.Contains("Entry 4 waits for the signatures of 2 more officers", third.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Refused, (await DecidedRecord.Run("officer", "agree", record.Bot, "4", "--key", record.File("omar"))).ExitCode);
        await DecidedRecord.Run("officer", "agree", record.Bot, "4", "--key", record.File("olga"));
        var agreed = await DecidedRecord.Run("officer", "agree", record.Bot, "4", "--key", record.File("otto"), "--json");
        Assert.Equal(0, Json(agreed.Output).GetProperty("pending").GetProperty("missing").GetInt32());
        var list = Json((await DecidedRecord.Run("officer", "list", record.Bot, "--json")).Output);
        Assert.Equal(["olga", "otto"], list.GetProperty("officers").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        var refused = await DecidedRecord.Run("officer", "remove", record.Bot, "otto", "--key", record.File("olga"));
        Assert.Equal("hansard: Two officers must stay: add another one first. Nothing was decided.\n", refused.Errors);
        record.Anchor();
        Assert.Equal(ExitCode.Done, (await DecidedRecord.Run("verify", record.Bot)).ExitCode);
    }

    [Fact]
    public async Task A_key_that_is_refused_leaves_no_file_and_one_that_is_there_is_not_replaced()
    {
        await DecidedRecord.Run("officer", "add", record.Bot, "olga", "--key", record.File("olga"));
        var kept = File.ReadAllText(record.File("olga"));
        Assert.Equal(ExitCode.Refused, (await DecidedRecord.Run("officer", "add", record.Bot, "otto", "--key", record.File("olga"))).ExitCode);
        Assert.Equal(kept, File.ReadAllText(record.File("olga")));
        Assert.Equal(ExitCode.Refused, (await DecidedRecord.Run("officer", "add", record.Bot, "olga", "--key", record.File("other"))).ExitCode);
        Assert.False(File.Exists(record.File("other")));
        Assert.Equal(ExitCode.Refused, (await DecidedRecord.RunAs("short", "officer", "add", record.Bot, "otto", "--key", record.File("otto"))).ExitCode);
        Assert.False(File.Exists(record.File("otto")));
    }

    [Fact]
    public async Task A_hold_on_somebody_whom_no_line_names_is_refused_unless_that_is_meant()
    {
        string[] add = ["hold", "add", record.Bot, "case", "--person", "carla", "--reason", "why"];
        var refused = await DecidedRecord.Run(add);
        Assert.Equal(ExitCode.Refused, refused.ExitCode);
        Assert.Contains("No line names carla.", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await DecidedRecord.Run([.. add, "--unknown"])).ExitCode);
    }

    [Fact]
    public async Task What_holds_and_names_say_gives_the_terminal_no_orders()
    {
        Assert.Equal(ExitCode.Done, (await DecidedRecord.Run("hold", "add", record.Bot, "case", "--person", DecidedRecord.Hostile, "--reason", "\u001b[31mred\u202e")).ExitCode);
        record.Anchor();
        var verified = await DecidedRecord.Run("verify", record.Bot);
        Assert.Contains("Hold case: entry 2, placed 20", verified.Output, StringComparison.Ordinal);
        foreach (var output in new[] { await DecidedRecord.Run("hold", "list", record.Bot), await DecidedRecord.Run("audit", record.Bot), verified })
            Assert.DoesNotContain(output.Output, character => (char.IsControl(character) && character != '\n') || character == '\u202e');
    }

    [Fact]
    public async Task A_copy_without_its_keeper_s_keys_decides_nothing_and_can_be_looked_at()
    {
        Directory.Delete(Path.Combine(record.Bot, "identity"), recursive: true);
        var refused = await DecidedRecord.Run("policy", "set", record.Bot, "p", "--days", "1");
        Assert.Equal(ExitCode.Refused, refused.ExitCode);
        Assert.Contains("This is a copy", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await DecidedRecord.Run("policy", "list", record.Bot)).ExitCode);
    }

    [Fact]
    public async Task What_would_go_is_shown_and_stays()
    {
        var shown = await DecidedRecord.Run("retention", record.Bot);
        Assert.Equal((ExitCode.Done, "There is no policy in force: everything is kept for ever.\n"), (shown.ExitCode, shown.Output));
        var json = Json((await DecidedRecord.Run("retention", record.Bot, "--json")).Output);
        Assert.Equal((0, 0), (json.GetProperty("due").GetInt64(), json.GetProperty("held").GetInt64()));
    }

    [Theory]
    [InlineData("policy set DIR p")]
    [InlineData("policy set DIR p --days 0")]
    [InlineData("policy set DIR p --days 36501")]
    [InlineData("hold add DIR h --person anna")]
    [InlineData("hold add DIR h --person anna --reason r --release-hours 0")]
    [InlineData("hold release DIR h")]
    [InlineData("officer add DIR olga")]
    [InlineData("officer agree DIR x --key f")]
    public async Task What_makes_no_sense_ends_with_two(string arguments) =>
        Assert.Equal(ExitCode.Usage, (await DecidedRecord.Run([.. arguments.Replace("DIR", record.Bot, StringComparison.Ordinal).Split(' ')])).ExitCode);

    [Theory]
    [InlineData("policy set DIR p --days 1 --kind letters")]
    [InlineData("policy set DIR a#7 --days 1")]
    [InlineData("hold add DIR h --reason r")]
    [InlineData("hold add DIR h --person anna --reason r --from yesterday")]
    [InlineData("hold release DIR h --key nowhere")]
    [InlineData("officer stop DIR 99")]
    public async Task What_cannot_be_is_refused(string arguments)
    {
        var refused = await DecidedRecord.Run([.. arguments.Replace("DIR", record.Bot, StringComparison.Ordinal).Split(' ')]);
        Assert.Equal((ExitCode.Refused, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith("hansard: ", refused.Errors, StringComparison.Ordinal);
    }

    private static JsonElement Json(string output) => JsonElement.Parse(output);
}
