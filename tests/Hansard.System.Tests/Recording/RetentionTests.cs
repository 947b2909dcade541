using System.Text;
using Hansard.Archive.Audit;
using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Search;
using Hansard.Client;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Record.Merkle;
using Hansard.Record.Retention;
using Hansard.Record.Verify;
using Hansard.Recorder;
using Xunit;

namespace Hansard.System.Tests.Recording;

/// <summary>A policy, a hold and its release, with server, people and recorder as they are: what is due leaves the recorder's disk, what is held stays, and an auditor can account for it.</summary>
public sealed class RetentionTests
{
    private const string Said = "Quittenbrot", Corrected = "Hagebuttenmus", Held = "Mirabellenkompott";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private readonly AheadTime time = new();

    [Fact]
    public async Task What_is_due_leaves_the_disk_and_what_is_held_leaves_it_after_its_release()
    {
        await using var network = await RecordedNetwork.StartAsync("on");
        var settings = network.Recorder with { Time = time, Rotation = new(MaximumBytes: 1_000) };
        var group = "";
        await using (var recorder = new RunningRecorder(settings))
        {
            await recorder.UntilAsync(now => now.Phase == RecorderPhase.WaitingForApproval);
            await network.ApproveRecorderAsync();
            await recorder.UntilAsync(now => now.Phase == RecorderPhase.Following);
            group = await TalkAsync(network);
            await recorder.UntilRecordedAsync(network);
        }
        Assert.Equal([Said, Corrected, Held], OnDisk(settings));

        OfficerKey olga = OfficerKey.Make("olga"), otto = OfficerKey.Make("otto");
        Allowed(Decisions(settings).Ask(new Decision.PolicySet(new Policy("ten-days", PolicyKinds.All, 10)), "olga@desk"));
        foreach (var officer in new[] { olga, otto }) Allowed(Decisions(settings).Ask(new Decision.OfficerAdded(officer.Officer), "olga@desk"));
        var hold = Allowed(Decisions(settings).Ask(new Decision.HoldPlaced(new HoldTerms("case-7", [], [group], null, null, "Case 7", 24)), "olga@desk")).Entry;

        time.By = TimeSpan.FromDays(30);
        await RemoveAsync(settings);
        Assert.Equal([Held], OnDisk(settings));
        IsSound(settings);

        foreach (var officer in new[] { olga, otto }) Allowed(Decisions(settings).Ask(new Decision.ReleaseAsked(hold), "olga@desk", officer));
        time.By += TimeSpan.FromHours(25);
        await RemoveAsync(settings);
        Assert.Empty(OnDisk(settings));
        IsSound(settings);
    }

    /// <returns>The group's id, in which alone something is said that is to be held.</returns>
    private static async Task<string> TalkAsync(RecordedNetwork network)
    {
        await using var anna = await network.PersonAsync("anna", "+491700000001", 1);
        await using var bruno = await network.PersonAsync("bruno", "+491700000002", 2);
        RecordedNetwork.Done(await anna.FindAsync(["+491700000002"], Cancelled));
        var dialog = RecordedNetwork.Done(await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Uuid;
        var group = RecordedNetwork.Done(await anna.CreateGroupAsync("The plan", [bruno.Identity.UserId], cancellation: Cancelled)).Uuid;
        var message = RecordedNetwork.Done(await anna.SendAsync(dialog, new TextContent(Said), cancellation: Cancelled));
        RecordedNetwork.Done(await anna.SendAsync(dialog, new EditContent(new MessageRef(message.Uuid.Value), Corrected), cancellation: Cancelled));
        RecordedNetwork.Done(await bruno.SendAsync(group, new TextContent(Held), cancellation: Cancelled));
        // Nothing leaves the file that is being written, so something else stands there.
        for (var n = 0; n < 3; n++) RecordedNetwork.Done(await bruno.SendAsync(dialog, new TextContent($"{n}"), cancellation: Cancelled));
        return group.Value;
    }

    /// <summary>A recorder starts, removes what is due, and ends.</summary>
    private static async Task RemoveAsync(RecorderSettings settings)
    {
        await using (var recorder = new RunningRecorder(settings with { OneTimePassword = null }))
        {
            Assert.True(SpinWait.SpinUntil(() => recorder.Status.Contains("lines were removed by", StringComparison.Ordinal), Client.TestNetwork.Patience), recorder.Status);
            Assert.DoesNotContain("Recording goes on.", recorder.Status, StringComparison.Ordinal);
        }
        // It may have been stopped before its index had noticed.
        using var index = RecordIndex.Open(settings.Record, RecordIndex.FolderOf(settings.Record));
        index.CatchUp(cancellation: Cancelled);
    }

    private DecisionLog Decisions(RecorderSettings settings)
    {
        var audit = AuditKey.Find(new PosixDisk(), Path.Combine(settings.IdentityFolder, AuditKey.FileName), KeyOf(settings))!;
        return new DecisionLog(settings.Record, new AuditLog(settings.Record, new PosixDisk(), audit, time), time);
    }

    private static void IsSound(RecorderSettings settings)
    {
        var found = new RecordVerifier(settings.Record, KeyOf(settings)).Run(Cancelled);
        Assert.Empty(found.Findings);
        Assert.All(found.Removed.Keys, rule => Assert.StartsWith("ten-days#", rule, StringComparison.Ordinal));
        Assert.NotEmpty(found.Removed);
    }

    /// <summary>Which of the words stand anywhere in the recorder's folder, whatever the file.</summary>
    private static string[] OnDisk(RecorderSettings settings)
    {
        var files = Directory.EnumerateFiles(settings.HostFolder, "*", SearchOption.AllDirectories).Select(File.ReadAllBytes).ToArray();
        return [.. new[] { Said, Corrected, Held }.Where(word => files.Any(file =>
            file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0 || file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word.ToLowerInvariant())) >= 0))];
    }

    private static VerifierKey KeyOf(RecorderSettings settings) => VerifierKey.TryParse(File.ReadAllText(settings.Record.VerifierKeyFile).Trim(), out var key) ? key! : throw new InvalidDataException();

    private static Decided Allowed(Decided decided)
    {
        Assert.Null(decided.Fault);
        return decided;
    }
}
