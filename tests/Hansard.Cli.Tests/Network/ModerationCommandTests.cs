using System.Text.Json;
using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Hansard.Client;
using Hansard.Client.Accounts;
using Hansard.Client.Encryption;
using Hansard.Client.Events;
using Hansard.Protocol;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.Cli.Tests.Network;

/// <summary>A moderator at a terminal, two people with the SDK, and the server a process of its own.</summary>
public sealed class ModerationCommandTests : IAsyncLifetime
{
    private const string AnnasNumber = "+15550100001", BensNumber = "+15550100002";

    private readonly DataFolder data = new();
    private RunningHansard server = null!;
    private MessengerClient anna = null!, ben = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Json(await data.Run("network", "create", "default", "--json"));
        server = RunningHansard.Start(data.Environment, "serve");
        await server.Says("Serving");
        (anna, ben) = (await Person("anna", AnnasNumber, key: 1), await Person("ben", BensNumber, key: 2));
        Assert.True((await anna.FindAsync([BensNumber], Cancelled)).Succeeded);
        Assert.True((await ben.FindAsync([AnnasNumber], Cancelled)).Succeeded);
    }

    public async ValueTask DisposeAsync()
    {
        await anna.DisposeAsync();
        await ben.DisposeAsync();
        await server.DisposeAsync();
        data.Dispose();
    }

    private async Task<MessengerClient> Person(string name, string number, int key)
    {
        var client = (await MessengerClient.ConnectAsync(
            new ClientSettings(new Uri(data.Url), data.File(name)) { NewKeyPair = () => UserKeyPair.FromPem(KeyPool.Pem(key)).Value }, Cancelled)).Value;
        RegistrationPrompts prompts = new(_ => Code(number), (_, _) => Task.FromResult("correct horse battery"));
        Assert.True((await client.RegisterAsync(number, prompts, name, Cancelled)).Succeeded);
        return client;
    }

    private Task<string> Code(string number) => LiveNetwork.Eventually(
        () => File.ReadAllLines(data.File("outbox/sms.jsonl")).Select(line => JsonElement.Parse(line)).LastOrDefault(sent => sent.GetProperty("to").GetString() == number)
            is { ValueKind: JsonValueKind.Object } found ? found.GetProperty("code").GetString() : null,
        $"no code was sent to {number}");

    private Task<Ended> Moderate(params string[] arguments) => data.Run(["network", .. arguments]);

    private static JsonElement Json(Ended ended)
    {
        Assert.True(ended.ExitCode == ExitCode.Done, ended.Errors);
        return JsonElement.Parse(ended.Output);
    }

    private static string Refusal(Ended ended)
    {
        Assert.Equal((ExitCode.Refused, ""), (ended.ExitCode, ended.Output));
        return JsonSerializer.Deserialize(ended.Errors, CliJson.Lines.Refusal)!.Status;
    }

    [Fact]
    public async Task A_report_is_listed_shown_and_decided_and_the_people_concerned_see_it()
    {
        var events = anna.EventsAsync(Cancelled);
        var dialog = (await ben.OpenDialogAsync(anna.Identity!.UserId, Cancelled)).Value.Uuid;
        var message = (await ben.SendTextAsync(dialog, "buy this", cancellation: Cancelled)).Value.Uuid;
        Assert.True((await anna.ReportMessageAsync(dialog, message, "Spam, [and] more", Cancelled)).Succeeded);
        Assert.True((await anna.ReportConversationAsync(dialog, "All of it", Cancelled)).Succeeded);
        Assert.True((await anna.ReportUserAsync(ben.Identity!.UserId, "Again and again", Cancelled)).Succeeded);

        var reports = Json(await Moderate("reports", "list", "default", "--json")).GetProperty("reports").EnumerateArray().ToList();
        Assert.Equal(["Spam, [and] more", "All of it", "Again and again"], reports.Select(report => report.GetProperty("reason").GetString()));
        var number = reports[0].GetProperty("report").GetInt64().ToString();
        var sheet = (await Moderate("reports", "show", "default", number)).Output;
        Assert.All([anna.Identity.UserId.Value, ben.Identity.UserId.Value, message.Value, dialog.Value, "Spam, [and] more", "none yet"], part => Assert.Contains(part, sheet));

        var decided = Json(await Moderate("reports", "decide", "default", number, "objectionable", "userBlocked", "--reason", "As before", "--json"));
        Assert.Equal(("objectionable, userBlocked", "As before", true), (decided.GetProperty("decision").GetString(), decided.GetProperty("decisionReason").GetString(), decided.GetProperty("userBlocked").GetBoolean()));
        Assert.Equal(Status.Conflict, Refusal(await Moderate("reports", "decide", "default", number, "dismissed", "--json")));
        Assert.Equal(2, Json(await Moderate("reports", "list", "default", "--json")).GetProperty("reports").GetArrayLength());
        Assert.Contains("objectionable, userBlocked", (await Moderate("reports", "list", "default", "--all")).Output);

        await events.FirstAsync(happened => happened is MessageUpdated { Objectionable: true } updated && updated.Message == message, Cancelled);
        Assert.True((await anna.PersonAsync(ben.Identity.UserId, Cancelled)).Value.Blocked);
        Assert.Equal(Status.Forbidden, (await ben.SendTextAsync(dialog, "and this", cancellation: Cancelled)).Failure?.Status);
    }

    [Fact]
    public async Task Users_conversations_and_messages_are_judged_without_a_report_and_let_be_again()
    {
        var dialog = (await ben.OpenDialogAsync(anna.Identity!.UserId, Cancelled)).Value.Uuid;
        var message = (await ben.SendTextAsync(dialog, "hello", cancellation: Cancelled)).Value.Uuid;

        Assert.Equal(ben.Identity!.UserId.Value, Json(await Moderate("user", "block", "default", BensNumber, "--json")).GetProperty("userId").GetString());
        Assert.Equal(Status.Forbidden, (await ben.SendTextAsync(dialog, "hello?", cancellation: Cancelled)).Failure?.Status);
        Assert.Contains("not blocked", (await Moderate("user", "unblock", "default", ben.Identity.UserId.Value)).Output);
        Assert.Contains("is blocked", (await Moderate("conversation", "block", "default", dialog.Value)).Output);
        Assert.Equal(Status.Forbidden, (await anna.SendTextAsync(dialog, "hello?", cancellation: Cancelled)).Failure?.Status);
        Assert.False(Json(await Moderate("conversation", "unblock", "default", dialog.Value, "--json")).GetProperty("blocked").GetBoolean());
        Assert.True((await ben.SendTextAsync(dialog, "again", cancellation: Cancelled)).Succeeded);
        Assert.True(Json(await Moderate("message", "mark", "default", dialog.Value, message.Value, "--json")).GetProperty("objectionable").GetBoolean());
        Assert.Contains("not marked", (await Moderate("message", "unmark", "default", dialog.Value, message.Value)).Output);

        Assert.Equal(Status.NotFound, Refusal(await Moderate("user", "block", "default", "+15550999999", "--json")));
        Assert.Equal(Status.NotFound, Refusal(await Moderate("conversation", "block", "default", "nowhere", "--json")));
        Assert.Equal(Status.NotFound, Refusal(await Moderate("message", "mark", "default", dialog.Value, "nothing", "--json")));
        Assert.Equal(Status.NotFound, Refusal(await Moderate("reports", "show", "default", "999999", "--json")));
        Assert.Contains("No report waits", (await Moderate("reports", "list", "default")).Output);
    }
}
