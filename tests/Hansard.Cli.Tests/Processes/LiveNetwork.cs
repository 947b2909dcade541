using System.Text.Json;
using Xunit;

namespace Hansard.Cli.Tests.Processes;

/// <summary>A recorded network as <c>hansard up</c> runs it, and a place for people's terminals.</summary>
public sealed class LiveNetwork : IAsyncLifetime
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private readonly DataFolder data = new();
    private RunningHansard? up;

    public string Url => data.Url;

    public string Authority => data.File("authority.pem.pub");

    public string Record => Path.Combine(data.Path, "recorder", "clients", "recorder", "integration", "hansard-compliance", "messages", "receivedMessages.log");

    public async ValueTask InitializeAsync()
    {
        up = RunningHansard.Start(data.Environment, "up");
        await up.Says("Hansard is running");
    }

    /// <summary>The arguments of one person's terminal client.</summary>
    public string[] As(string name, params string[] arguments) => ["client", "--as", name, "--home", data.File("clients"), .. arguments];

    internal Task<Ended> Client(string name, params string[] arguments) => HansardCommand.Run(As(name, arguments));

    /// <summary>The last code that was sent to the number.</summary>
    public Task<string> CodeFor(string number) => Eventually(() =>
    {
        if (!File.Exists(data.File("outbox/sms.jsonl"))) return null;
        var messages = File.ReadAllLines(data.File("outbox/sms.jsonl")).Where(line => line.EndsWith('}')).Select(line => JsonElement.Parse(line));
        return messages.LastOrDefault(message => message.GetProperty("to").GetString() == number) is { ValueKind: JsonValueKind.Object } sent
            ? sent.GetProperty("code").GetString()
            : null;
    }, $"no code was sent to {number}");

    /// <summary>The first line of the record that holds the text.</summary>
    public Task<string> Recorded(string text) =>
        Eventually(() => File.Exists(Record) ? File.ReadLines(Record).FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) : null, $"'{text}' was not recorded");

    public static Task<string> Eventually(Func<string?> find, string otherwise) => Eventually(() => Task.FromResult(find()), otherwise);

    public static async Task<string> Eventually(Func<Task<string?>> find, string otherwise)
    {
        using CancellationTokenSource patience = new(Patience.Longest);
        using PeriodicTimer timer = new(LookAgain);
        try
        {
            while (true)
            {
                if (await find() is { } found) return found;
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (up is not null) await up.DisposeAsync();
        data.Dispose();
    }
}
