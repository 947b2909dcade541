using Hansard.Client;
using Hansard.Protocol;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;
using Hansard.Recorder;
using Hansard.Recorder.Reading;
using Xunit;

namespace Hansard.System.Tests.Recording;

/// <summary>Recorders on hosts of their own, of which each comes, dies, is away and goes, and which tell the same in the end.</summary>
public sealed class SeveralRecordersTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private readonly List<string> said = [];

    [Fact]
    public async Task Two_recorders_tell_the_same_through_deaths_and_absences_and_a_third_that_was_retired_gets_nothing_more()
    {
        await using var network = await RecordedNetwork.StartAsync("on");
        var first = network.Recorder;
        await IntroduceAsync(network, first);
        await using var anna = await network.PersonAsync("anna", "+491700000001", 1);
        await using var bruno = await network.PersonAsync("bruno", "+491700000002", 2);
        RecordedNetwork.Done(await anna.FindAsync(["+491700000002"], Cancelled));
        var dialog = RecordedNetwork.Done(await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Uuid;
        var group = RecordedNetwork.Done(await anna.CreateGroupAsync("Il piano", [bruno.Identity.UserId], cancellation: Cancelled)).Uuid;
        var doomed = RecordedNetwork.Done(await anna.CreateGroupAsync("Per poco", [bruno.Identity.UserId], cancellation: Cancelled)).Uuid;
        await SayAsync(anna, dialog, "Before anybody else came");
        await CatchUpAsync(network, first);

        // The second and the third come into a running network. What is said right after is wrapped for all three, by whoever says it.
        var second = await network.FurtherRecorderAsync("second", 6);
        var third = await network.FurtherRecorderAsync("third", 7);
        await IntroduceAsync(network, second);
        var since = await network.HeadAsync();
        await IntroduceAsync(network, third);
        await SayAsync(bruno, dialog, "Right after they came");
        var taken = await SayAsync(anna, group, "Taken back while one is away");
        await SayAsync(bruno, doomed, "Gone with its conversation while one is away");
        foreach (var settings in new[] { first, second, third }) await CatchUpAsync(network, settings);

        await network.RetireAsync("third");
        var left = Bytes(third.Record);
        await SayAsync(anna, dialog, "After the third was retired");

        // Each is killed at its work, and the other goes on.
        foreach (var victim in new[] { first, second })
        {
            await using var other = new RecorderProcess(victim == first ? second : first);
            await using (var dying = new RecorderProcess(victim))
            {
                var head = await network.HeadAsync();
                for (var n = 0; n < 20; n++) await SayAsync(n % 2 == 0 ? anna : bruno, n % 3 == 0 ? group : dialog, $"While {victim.UserName} dies, {n}");
                while (await network.AcknowledgedAsync(victim.UserName) <= head && !dying.Said.IsCompleted) await Task.Yield();
                Assert.False(dying.Said.IsCompleted, dying.Said.IsCompleted ? await dying.Said : "");
                await dying.KillAsync();
            }
            await SayAsync(bruno, group, $"{victim.UserName} is dead");
            while (await network.AcknowledgedAsync(victim == first ? "second" : first.UserName) < await network.HeadAsync() && !other.Said.IsCompleted) await Task.Yield();
            Assert.False(other.Said.IsCompleted, other.Said.IsCompleted ? await other.Said : "");
        }

        // One is away, and what it has not seen yet is deleted for everybody: the server keeps it for it.
        await using (new RunningRecorder(first))
        {
            var unseen = await SayAsync(anna, dialog, "Said and taken back while the second is away");
            RecordedNetwork.Done(await anna.DeleteMessagesAsync(dialog, [unseen], Cancelled));
            RecordedNetwork.Done(await anna.DeleteMessagesAsync(group, [taken], Cancelled));
            await SayAsync(anna, doomed, "The last words of this conversation");
            RecordedNetwork.Done(await anna.DeleteConversationAsync(doomed, Cancelled));
        }
        foreach (var settings in new[] { first, second }) await CatchUpAsync(network, settings);

        Assert.Equal(left, Bytes(third.Record));
        await using (var gone = new RunningRecorder(third))
            await gone.UntilAsync(now => now.LogInFailures > 0);
        Assert.Equal(left, Bytes(third.Record));
        IsSound(third.Record);
        IsSound(first.Record);
        IsSound(second.Record);

        Assert.Equal(said, Texts(first.Record));
        Assert.Equal(said.Skip(1), Texts(second.Record));
        Assert.Contains("Right after they came", Texts(third.Record));
        Assert.DoesNotContain("After the third was retired", Texts(third.Record));
        // What was said before it came is closed to the second.
        var history = new RecordComparison(first.Record, second.Record).Run().Differences;
        Assert.NotEmpty(history);
        Assert.All(history, one => Assert.Equal((true, "only the first record tells it whole"), (one.Seq < since, one.Reason)));
        var compared = new RecordComparison(first.Record, second.Record) { From = since }.Run();
        Assert.Empty(compared.Differences);
        Assert.Equal((true, since, await network.HeadAsync()), (compared.IsSame, compared.FromSeq, compared.ToSeq));
    }

    /// <summary>A first start, in which the keys are made, and the approval by people.</summary>
    private static async Task IntroduceAsync(RecordedNetwork network, RecorderSettings settings)
    {
        await using var recorder = new RunningRecorder(settings);
        await recorder.UntilAsync(now => now.Phase == RecorderPhase.WaitingForApproval);
        await network.ApproveRecorderAsync(settings.UserName);
        await recorder.UntilAsync(now => now.Phase == RecorderPhase.Following);
    }

    private static async Task CatchUpAsync(RecordedNetwork network, RecorderSettings settings)
    {
        await using var recorder = new RunningRecorder(settings);
        // It may confirm keys meanwhile, which are facts too.
        await recorder.UntilAsync(now => now.Phase == RecorderPhase.Following);
        while (recorder.Now.AcknowledgedSeq is var acknowledged && await network.HeadAsync() is var head && acknowledged < head) await recorder.UntilAsync(now => now.AcknowledgedSeq >= head);
    }

    private async Task<MessageUuid> SayAsync(MessengerClient person, ConversationUuid conversation, string text)
    {
        var message = RecordedNetwork.Done(await person.SendTextAsync(conversation, text, cancellation: Cancelled));
        said.Add(text);
        return message.Uuid;
    }

    private static IEnumerable<string> Texts(RecordLayout record) => RecordedMessage.In(RecordReader.Lines(record))
        .Where(message => message.Content is not null).Select(message => message.Content!.Value.Parse().GetProperty("content").GetProperty("text").GetString()!);

    private static long Bytes(RecordLayout record) => new FileInfo(record.CurrentFile).Length;

    private static void IsSound(RecordLayout record)
    {
        Assert.True(VerifierKey.TryParse(File.ReadAllText(record.VerifierKeyFile).Trim(), out var key));
        var verified = new RecordVerifier(record, key!).Run(Cancelled);
        Assert.Empty(verified.Findings);
        Assert.True(verified.IsSound);
    }
}
