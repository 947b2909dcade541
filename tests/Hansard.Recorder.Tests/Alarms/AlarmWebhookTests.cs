using System.Collections.Concurrent;
using System.Text;
using Hansard.Recorder.Alarms;
using Hansard.TestPorts;
using Xunit;

namespace Hansard.Recorder.Tests.Alarms;

public sealed class AlarmWebhookTests
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes(WebhookReceiver.Secret);

    private readonly ConcurrentQueue<string> said = new();

    private static AlarmNotice Notice(int n) => AlarmNotice.Of("default", "compliance", DateTimeOffset.UnixEpoch, null, AlarmNotice.Told, $"{n}");

    [Fact]
    public async Task When_too_many_wait_the_oldest_are_given_up_and_counted()
    {
        const int alarms = 300;
        var port = Ports.Free();
        await using var webhook = new AlarmWebhook(new AlarmTarget(new Uri($"http://127.0.0.1:{port}/alarms"), Key), TimeProvider.System, said.Enqueue);
        for (var n = 1; n <= alarms; n++) webhook.Post(Notice(n));
        Assert.InRange(webhook.Lost, alarms - 257, alarms - 256);
        await using var receiver = new WebhookReceiver(port);
        var taken = await receiver.UntilAsync(all => all.Count + webhook.Lost == alarms);
        Assert.Equal($"{alarms}", taken[^1].Text);
        Assert.Equal(taken.Select(one => int.Parse(one.Text)).Order(), taken.Select(one => int.Parse(one.Text)));
    }

    [Fact]
    public async Task One_that_is_refused_is_given_up_and_the_next_ones_go_on()
    {
        await using var receiver = new WebhookReceiver();
        receiver.Answer = alarm => alarm.Text == "1" ? 400 : 204;
        await using var webhook = new AlarmWebhook(new AlarmTarget(receiver.Address, Key), TimeProvider.System, said.Enqueue);
        for (var n = 1; n <= 3; n++) webhook.Post(Notice(n));
        Assert.Equal(["2", "3"], (await receiver.UntilAsync(all => all.Count == 2)).Select(one => one.Text));
        Assert.Equal((1, 1), (webhook.Lost, receiver.Turned));
        Assert.Equal(["The alarm webhook does not take alarms: status 400.", "The alarm webhook takes alarms again."], said);
    }

    [Fact]
    public async Task What_another_key_has_signed_is_not_of_this_recorder()
    {
        await using var receiver = new WebhookReceiver();
        await using var webhook = new AlarmWebhook(new AlarmTarget(receiver.Address, Encoding.UTF8.GetBytes("another key of more than sixteen")), TimeProvider.System, said.Enqueue);
        webhook.Post(Notice(1));
        Assert.False((await receiver.UntilAsync(all => all.Count == 1))[0].IsSigned);
    }

    [Theory]
    [InlineData("https://calls.example.org/hansard", true)]
    [InlineData("http://127.0.0.1:9000/", true)]
    [InlineData("http://calls.example.org/hansard", false)]
    public void Alarms_go_where_nobody_reads_along(string address, bool isUsable) => Assert.Equal(isUsable, AlarmTarget.IsUsable(new Uri(address)));
}
