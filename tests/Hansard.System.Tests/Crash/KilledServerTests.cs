using System.Text.Json.Nodes;
using Xunit;

namespace Hansard.System.Tests.Crash;

/// <summary>An answer or a notification exists only for what survives (decision 0003).</summary>
public sealed class KilledServerTests
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 50 : 5;

    [Theory]
    [InlineData(TestEngine.Sqlite)]
    [InlineData(TestEngine.Postgres)]
    public async Task However_often_the_server_is_killed_everything_acknowledged_or_told_is_there_once_and_the_journal_is_whole(TestEngine engine)
    {
        Random random = new(20261120);
        await using var scene = await CrashScene.OpenAsync(await engine.NewDatabaseAsync());
        for (var kill = 0; kill < Kills; kill++)
        {
            await scene.ComeBackAsync();
            var spins = random.Next(2) * random.Next(0, 20_000);
            var killed = scene.WhenAcknowledgedAsync(random.Next(1, 1_500), () =>
            {
                // At once, or a moment later that is too short for a timer and long enough to hit any place of a commit.
                Thread.SpinWait(spins);
                return scene.Network.KillServerAsync();
            });
            Task[] talking = [.. scene.Talkers.Select(talker => talker.TalkAsync())];
            await await Task.WhenAny(talking.Append(killed));
            await killed;
            await Task.WhenAll(talking);

            await scene.Network.StartServerAsync();
            CheckHistory(scene, StoredJournal.Check(scene.Network));
        }
        await RepeatUnansweredAsync(scene);
    }

    private static void CheckHistory(CrashScene scene, StoredJournal stored)
    {
        foreach (var dialog in scene.Talkers.GroupBy(talker => talker.Conversation))
        {
            string[] there = [.. stored.Messages[dialog.Key]];
            Assert.Equal(there.Length, there.Distinct().Count());
            Assert.Empty(dialog.SelectMany(talker => talker.Acknowledged).Except(there));
            Assert.Empty(dialog.SelectMany(talker => talker.Told).Except(there));
            Assert.Empty(there.Except(dialog.SelectMany(talker => talker.Sent)));
        }
    }

    /// <summary>In the end nothing is owed: what had no answer gets one, is there once, and what was read is read.</summary>
    private static async Task RepeatUnansweredAsync(CrashScene scene)
    {
        Assert.Contains(scene.Talkers, talker => talker.Owes);
        Assert.All(scene.Talkers, talker => Assert.NotEmpty(talker.Read));
        await scene.ComeBackAsync();
        await Task.WhenAll(scene.Talkers.Select(talker => talker.TalkAsync(newMessages: false)));
        var stored = StoredJournal.Check(scene.Network);
        CheckHistory(scene, stored);
        foreach (var talker in scene.Talkers)
        {
            Assert.Equal(talker.Sent.Order(StringComparer.Ordinal), talker.Acknowledged.Order(StringComparer.Ordinal));
            foreach (var uuids in talker.Read.Chunk(200))
            {
                var page = await talker.Device.AskAsync("RequestGetMessagesByUuids", new { conversationUuid = talker.Conversation, uuids });
                Assert.Equal(uuids.Order(StringComparer.Ordinal),
                    page["messages"]!.AsArray().Where(message => (bool)message!["readed"]!).Select(message => (string)message!["uuid"]!).Order(StringComparer.Ordinal));
            }
        }
        foreach (var dialog in scene.Talkers.GroupBy(talker => talker.Conversation))
            Assert.Equal(dialog.SelectMany(talker => talker.Sent).Order(StringComparer.Ordinal), stored.Messages[dialog.Key].Order(StringComparer.Ordinal));
    }
}
