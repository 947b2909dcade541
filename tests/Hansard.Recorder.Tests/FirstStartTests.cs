using Hansard.Record.Format;
using Hansard.Recorder.Tests.Network;
using Xunit;

namespace Hansard.Recorder.Tests;

public sealed class FirstStartTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly TestNetwork network = new();

    private RecorderSettings Settings => TestNetwork.Settings(network.Address, folder.Path);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task It_registers_and_waits_saying_what_to_do_until_it_is_approved()
    {
        network.IsApproved = false;
        await using var recorder = new RunningRecorder(network, folder);
        await recorder.UntilAsync(now => now.Phase == RecorderPhase.WaitingForApproval);

        Assert.Contains($"hansard network bot approve default {TestNetwork.BotName} --signing-key", recorder.Status, StringComparison.Ordinal);
        Assert.Contains(Person.Recorder.Public.Fingerprint, recorder.Status, StringComparison.Ordinal);

        network.IsApproved = true;
        await recorder.UntilAsync(now => now.Phase == RecorderPhase.Following);
        Assert.Equal(1, network.Registrations);
    }

    [Fact]
    public async Task Killed_while_it_waits_it_is_the_same_bot_afterwards()
    {
        network.IsApproved = false;
        await using (var recorder = new RunningRecorder(network, folder))
            await recorder.UntilAsync(now => now.Phase == RecorderPhase.WaitingForApproval);

        network.IsApproved = true;
        await using var again = new RunningRecorder(Settings with { OneTimePassword = null });
        await again.UntilAsync(now => now.Phase == RecorderPhase.Following);
        Assert.Equal(1, network.Registrations);
    }

    [Theory]
    [InlineData("wrong", "one-time password is wrong")]
    [InlineData(null, "needs the one-time password")]
    public async Task Without_the_one_time_password_it_does_not_start(string? password, string reason)
    {
        await using var recorder = new RunningRecorder(Settings with { OneTimePassword = password });
        Assert.Equal(1, await recorder.Ended);
        Assert.Contains(reason, recorder.Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_is_no_recorder_does_not_record()
    {
        network.IsRecorder = false;
        await using var recorder = new RunningRecorder(network, folder);
        Assert.Equal(1, await recorder.Ended);
        Assert.Contains("is no recorder", recorder.Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_shows_people_another_key_is_an_alarm()
    {
        network.ShownPublicKey = Person.Carla.Pair.Public.Pem;
        await using var recorder = new RunningRecorder(network, folder);
        Assert.Equal(1, await recorder.Ended);
        Assert.Contains("ALARM: The server shows people another key", recorder.Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_changes_its_journal_key_is_an_alarm()
    {
        await using (var recorder = new RunningRecorder(network, folder))
            await recorder.UntilAsync(now => now.Phase == RecorderPhase.Following);
        network.ShownJournalKey = new string('0', 64);
        await using var again = new RunningRecorder(network, folder);
        Assert.Equal(1, await again.Ended);
        Assert.Contains("ALARM: The server signs its journal with another key", again.Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_passphrase_a_random_one_is_kept_beside_the_keys_for_this_account_alone()
    {
        var settings = Settings with { Passphrase = null };
        await using (var recorder = new RunningRecorder(settings)) await recorder.UntilAsync(now => now.Phase == RecorderPhase.Following);
        await using (var again = new RunningRecorder(settings)) await again.UntilAsync(now => now.Phase == RecorderPhase.Following);

        foreach (var file in Directory.GetFiles(settings.IdentityFolder))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain("BEGIN PRIVATE KEY", File.ReadAllText(Path.Combine(settings.IdentityFolder, "bot.json")), StringComparison.Ordinal);
        await using var other = new RunningRecorder(settings with { Passphrase = "another" });
        Assert.Equal(1, await other.Ended);
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("")]
    [InlineData("a/b")]
    public async Task A_name_that_is_no_folder_is_refused(string name)
    {
        await using var recorder = new RunningRecorder(new RecorderSettings(network.Address, "default", name, folder.Path));
        Assert.Equal(1, await recorder.Ended);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_bots_folder_is_where_the_documentation_says() => Assert.Equal(
        Path.Combine(folder.Path, "clients", "compliance", "integration", "hansard-compliance", "messages", "receivedMessages.log"),
        Settings.Record.CurrentFile);
}
