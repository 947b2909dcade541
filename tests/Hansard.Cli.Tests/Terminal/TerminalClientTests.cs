using System.Text.Json;
using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Hansard.Protocol;
using Xunit;

namespace Hansard.Cli.Tests.Terminal;

/// <summary>Two people at their terminals, in a network that is recorded.</summary>
public sealed class TerminalClientTests(LiveNetwork network) : IClassFixture<LiveNetwork>
{
    private const string Passphrase = "correct horse battery";

    [Fact]
    public async Task Two_people_register_and_talk_in_their_windows()
    {
        await using Terminals terminals = new();
        await Task.WhenAll(Register(terminals, "anna", "+491700000001"), Register(terminals, "ben", "+491700000002"));
        Assert.Equal(ExitCode.Done, (await network.Client("anna", "open", "+491700000002")).ExitCode);

        await terminals.Open("anna-window", network.As("anna"));
        await terminals.Open("ben-window", network.As("ben"));
        await terminals.Shows("anna-window", "recorded by recorder");
        await terminals.Shows("ben-window", "anna added ben");
        await Say(terminals, "anna-window", "Hello Ben, [really] 👋");
        await terminals.Shows("ben-window", "anna  Hello Ben, [really] 👋");
        await Say(terminals, "ben-window", "Guten Morgen, Anna");
        await terminals.Shows("anna-window", "Guten Morgen, Anna");
        await terminals.Shows("anna-window", "Hello Ben, [really] 👋 read");

        Assert.Contains("\"msgtype\":1000", await network.Recorded("Hello Ben, [really] 👋"));
        await Say(terminals, "ben-window", "/quit");
        await terminals.Shows("ben-window", "ended with 0");
        await terminals.Press("anna-window", "C-c");
        await terminals.Shows("anna-window", "ended with 0");
    }

    [Fact]
    public async Task In_their_windows_they_answer_correct_react_mark_and_take_back()
    {
        await using Terminals terminals = new();
        await Task.WhenAll(Register(terminals, "gina", "+491700000007"), Register(terminals, "hugo", "+491700000008"));
        Assert.Equal(ExitCode.Done, (await network.Client("gina", "open", "+491700000008", "--title", "Office")).ExitCode);
        await terminals.Open("gina-window", network.As("gina"));
        await terminals.Open("hugo-window", network.As("hugo"));
        await terminals.Shows("gina-window", "created the conversation");
        await terminals.Shows("hugo-window", "Office");

        await Say(terminals, "gina-window", "Lunch at one");
        await terminals.Shows("hugo-window", "Lunch at one");
        await Say(terminals, "gina-window", "/edit Lunch at two");
        await terminals.Shows("hugo-window", "Lunch at two (edited)");
        await Say(terminals, "hugo-window", "/react 👍");
        await terminals.Shows("gina-window", "Lunch at two (edited) 👍");
        await Say(terminals, "hugo-window", "/reply Fine with me");
        await terminals.Shows("gina-window", "hugo  ↪ Lunch at two · Fine with me");
        await Say(terminals, "gina-window", "/pin");
        await terminals.Shows("hugo-window", "Fine with me pinned");
        await Say(terminals, "hugo-window", "/delete");
        await terminals.Shows("gina-window", "hugo  ↪ Lunch at two · (deleted)");
        Assert.Contains("\"previous\":\"Lunch at one\"", await network.Recorded("\"text\":\"Lunch at two\""));
        Assert.Contains("\"isrecall\":true", await network.Recorded("\"msgtype\":4011"));
    }

    [Fact]
    public async Task A_window_tells_who_types_who_is_there_and_what_can_be_done()
    {
        await using Terminals terminals = new();
        await Task.WhenAll(Register(terminals, "ines", "+491700000009"), Register(terminals, "jan", "+491700000010"), Register(terminals, "kim", "+491700000011"));
        Assert.Equal(ExitCode.Done, (await network.Client("ines", "open", "+491700000010", "--title", "Trip")).ExitCode);
        await terminals.Open("ines-window", network.As("ines"));
        await terminals.Open("jan-window", network.As("jan"));
        await terminals.Shows("ines-window", "created the conversation");
        await terminals.Shows("jan-window", "Trip");

        // Typing is told now and then and is forgotten again, so it goes on until it was seen.
        await LiveNetwork.Eventually(async () =>
        {
            await terminals.Type("jan-window", "x");
            return (await terminals.Screen("ines-window")).Contains("is typing", StringComparison.Ordinal) ? "seen" : null;
        }, "nobody is seen typing");
        await terminals.Press("jan-window", "C-u");
        await Say(terminals, "ines-window", "/add +491700000011");
        await terminals.Shows("jan-window", "added");
        await Say(terminals, "ines-window", "/members");
        await terminals.Shows("ines-window", "recorder  records, is no member");
        await Say(terminals, "ines-window", "/rename Trip to \u202eOslo");
        await terminals.Shows("jan-window", "Trip to \ufffdOslo");
        await Say(terminals, "ines-window", "/help");
        await terminals.Shows("ines-window", "/react [#N] [EMOJI]");
        await Say(terminals, "ines-window", "/dance");
        await terminals.Shows("ines-window", "There is no /dance.");
        await Say(terminals, "jan-window", "/leave");
        await terminals.Shows("ines-window", "left");
    }

    [Fact]
    public async Task A_file_goes_from_one_window_to_the_other_under_a_name_that_does_no_harm()
    {
        await using Terminals terminals = new();
        await Task.WhenAll(Register(terminals, "lena", "+491700000012"), Register(terminals, "max", "+491700000013"));
        Assert.Equal(ExitCode.Done, (await network.Client("lena", "open", "+491700000013", "--title", "Papers")).ExitCode);
        await terminals.Open("lena-window", network.As("lena"));
        await terminals.Open("max-window", network.As("max"));
        await terminals.Shows("lena-window", "created the conversation");
        await terminals.Shows("max-window", "Papers");
        var folder = Directory.CreateTempSubdirectory("f").FullName;
        // Looks like planexe.txt where direction is believed.
        var path = Path.Combine(folder, "..plan\u202etxt.exe");
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        await Say(terminals, "lena-window", $"/file {path}");
        await terminals.Shows("max-window", "document: plantxt.exe (300 kB)");
        await terminals.Shows("lena-window", "300.1 kB of 300.1 kB · 100 %");
        foreach (var saved in (string[])["plantxt.exe", "plantxt (2).exe"])
        {
            await Say(terminals, "max-window", $"/save {folder}");
            await terminals.Shows("max-window", $"Saved as {Path.Combine(folder, saved)}");
            Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(folder, saved), TestContext.Current.CancellationToken));
        }
        await Say(terminals, "lena-window", "/file /nowhere");
        await terminals.Shows("lena-window", "Not sent: The file cannot be read");
        await Say(terminals, "lena-window", "/save #1");
        await terminals.Shows("lena-window", "#1 has no file.");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_wrong_code_is_asked_for_again_until_the_server_takes_no_more()
    {
        await using Terminals terminals = new();
        const string number = "+491700000014";
        await terminals.Open("nora", network.As("nora", "register", number, "--server", network.Url, "--authority", network.Authority));
        await terminals.Shows("nora", "Code that was sent");
        var wrong = await network.CodeFor(number) == "000000" ? "000001" : "000000";
        for (var left = Limits.CodeChecks - 1; left > 0; left--)
        {
            await Say(terminals, "nora", wrong);
            await terminals.Shows("nora", $"Tries left: {left}");
        }
        await Say(terminals, "nora", wrong);
        await terminals.Shows("nora", "Register again to be sent another");
        await terminals.Shows("nora", $"ended with {ExitCode.Refused}");
    }

    [Fact]
    public async Task A_script_opens_sends_lists_and_reads()
    {
        await using Terminals terminals = new();
        await Task.WhenAll(Register(terminals, "carla", "+491700000003"), Register(terminals, "dora", "+491700000004"));

        var opened = await network.Client("carla", "open", "+491700000004", "--title", "Tender", "--json");
        var sent = await network.Client("carla", "send", "tender", "Look at this", "--json");
        var listed = await network.Client("dora", "list", "--json");
        var read = await network.Client("dora", "read", "Tender", "--json");
        var listedAgain = await network.Client("dora", "list", "--json");

        Assert.All([opened, sent, listed, read], ended => Assert.Equal((ExitCode.Done, ""), (ended.ExitCode, ended.Errors)));
        var conversation = Assert.Single(JsonElement.Parse(listed.Output).EnumerateArray());
        Assert.Equal(("Tender", 1), (conversation.GetProperty("title").GetString(), conversation.GetProperty("unread").GetInt32()));
        var message = JsonElement.Parse(read.Output.TrimEnd('\n').Split('\n')[^1]);
        Assert.Equal(("carla", "Look at this"), (message.GetProperty("senderName").GetString(), message.GetProperty("text").GetString()));
        Assert.True(message.GetProperty("verified").GetBoolean());
        Assert.Equal(JsonElement.Parse(sent.Output).GetProperty("message").GetString(), message.GetProperty("message").GetString());
        Assert.Equal(0, JsonElement.Parse(listedAgain.Output)[0].GetProperty("unread").GetInt32());
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_with_the_step_that_helps()
    {
        await using Terminals terminals = new();
        await Register(terminals, "emil", "+491700000005");

        var stranger = await network.Client("nobody", "list");
        var again = await network.Client("emil", "register", "+491700000005", "--server", network.Url);
        var unknown = await network.Client("emil", "open", "+491700000006");
        var nowhere = await network.Client("emil", "read", "Tender", "--json");
        var window = await network.Client("emil");

        Assert.All([stranger, again, unknown, nowhere, window], ended => Assert.Equal((ExitCode.Refused, ""), (ended.ExitCode, ended.Output)));
        Assert.Contains("register", stranger.Errors);
        Assert.Contains("--as", again.Errors);
        Assert.Contains("+491700000006", unknown.Errors);
        Assert.Equal(Status.NotFound, JsonSerializer.Deserialize(nowhere.Errors, CliJson.Lines.Refusal)!.Status);
        Assert.Contains("terminal", window.Errors);
    }

    private async Task Register(Terminals terminals, string name, string number)
    {
        await terminals.Open(name, network.As(name, "register", number, "--server", network.Url, "--authority", network.Authority));
        await terminals.Shows(name, "Code that was sent");
        await terminals.Type(name, await network.CodeFor(number));
        await terminals.Press(name, "Enter");
        await terminals.Shows(name, "Choose a passphrase");
        await terminals.Type(name, Passphrase);
        await terminals.Press(name, "Enter");
        await terminals.Shows(name, "ended with 0");
        Assert.DoesNotContain(Passphrase, await terminals.Screen(name));
    }

    private static async Task Say(Terminals terminals, string terminal, string text)
    {
        await terminals.Type(terminal, text);
        await terminals.Press(terminal, "Enter");
    }
}
