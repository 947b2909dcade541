using System.Diagnostics;
using Hansard.TestPostgres;
using Xunit;

namespace Hansard.System.Tests.Crash;

/// <summary>PostgreSQL itself dies under load, with the durability that it comes with, and comes back; the server is left to itself.</summary>
public sealed class KilledDatabaseTests
{
    private const int OutageSeconds = 1;

    private static readonly int Kills = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 50 : 4;

    [Fact]
    public async Task However_often_postgres_is_killed_and_started_again_what_was_answered_is_there_once_and_the_server_goes_on_by_itself()
    {
        Random random = new(20261121);
        await using var cluster = await PostgresCluster.New(durable: true);
        await using var scene = await CrashScene.OpenAsync(cluster.NewSchema(), ("HANSARD_DB_OUTAGE_SECONDS", $"{OutageSeconds}"));
        await using RawDevice bystander = new(scene.Network, "+15550000091"), other = new(scene.Network, "+15550000092");
        await bystander.RegisterAsync();
        await other.RegisterAsync();
        await bystander.OpenDialogAsync("quiet", other);
        await scene.ComeBackAsync();
        Task[] talking = [.. scene.Talkers.Select(talker => talker.TalkUntilGoodbyeAsync())];

        for (var kill = 0; kill < Kills; kill++)
        {
            var spins = random.Next(2) * random.Next(0, 20_000);
            await UntilAsync(scene.WhenAcknowledgedAsync(random.Next(100, 1_500), () =>
            {
                // At once, or a moment later that is too short for a timer and long enough to hit any place of a commit.
                Thread.SpinWait(spins);
                return cluster.Kill();
            }), talking);
            await AssertNobodyIsServedAsync(bystander, $"{kill}");
            var resumed = scene.WhenAcknowledgedAsync(100, () => Task.CompletedTask);
            await cluster.Start();
            await UntilAsync(resumed, talking);
            await AssertAnsweredAsync(bystander, $"{kill}");
        }

        await UntilAsync(scene.WhenAcknowledgedAsync(100, scene.Network.TerminateServerAsync), talking);
        await Task.WhenAll(talking);
        scene.AssertStoredIsWhatWasAcknowledged();
    }

    [Fact]
    public async Task A_server_can_be_stopped_while_its_database_is_away_and_answers_nothing_that_is_not_stored()
    {
        await using var cluster = await PostgresCluster.New();
        await using var scene = await CrashScene.OpenAsync(cluster.NewSchema());
        await scene.ComeBackAsync();
        Task[] talking = [.. scene.Talkers.Select(talker => talker.TalkAsync())];
        await UntilAsync(scene.WhenAcknowledgedAsync(500, cluster.Kill), talking);

        await scene.Network.TerminateServerAsync();
        await Task.WhenAll(talking);
        await cluster.Start();

        var stored = StoredJournal.Check(scene.Network);
        foreach (var talker in scene.Talkers) Assert.Empty(talker.Acknowledged.Except(stored.Messages[talker.Conversation]));
    }

    /// <summary>Fails at once when somebody who talks is cut off.</summary>
    private static async Task UntilAsync(Task condition, Task[] talking)
    {
        await await Task.WhenAny(talking.Append(condition));
        await condition;
    }

    /// <summary>While the database is away a question is refused after its time, and a message is not answered at all.</summary>
    private static async Task AssertNobodyIsServedAsync(RawDevice bystander, string uuid)
    {
        var asked = Stopwatch.StartNew();
        var answer = await bystander.AskAsync("RequestGetMessages", new { conversationUuid = "quiet", fromMessageUuid = (string?)null, size = 10 });
        Assert.Equal("tooManyRequests", (string?)answer["status"]);
        Assert.True(asked.Elapsed.TotalSeconds >= OutageSeconds, $"refused after {asked.Elapsed.TotalSeconds} s already");
        await bystander.SendMessageAsync("quiet", uuid);
    }

    /// <summary>The message that was sent while it was away.</summary>
    private static async Task AssertAnsweredAsync(RawDevice bystander, string uuid)
    {
        var frame = await bystander.ReceiveAsync();
        Assert.Equal((uuid, uuid), ((string?)frame?["id"], (string?)frame?["body"]!["message"]?["uuid"]));
    }
}
