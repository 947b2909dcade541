using System.Diagnostics;
using Hansard.Bench.Setup;
using Hansard.Client;
using Hansard.Protocol;
using static Hansard.Bench.LoadFailure;

namespace Hansard.Bench.Recording;

/// <summary>A message that the server has committed.</summary>
/// <param name="At">Clock ticks when its answer came.</param>
internal readonly record struct Acknowledged(ConversationUuid Conversation, MessageUuid Message, long At);

/// <summary>People who talk in dialogs with the SDK, in this process: what they say is encrypted for the recorder as any client does it.</summary>
internal sealed class Talkers : IAsyncDisposable
{
    private readonly IReadOnlyList<(MessengerClient Client, ConversationUuid Dialog)> speakers;
    private long said;

    private Talkers(IReadOnlyList<(MessengerClient, ConversationUuid)> speakers) => this.speakers = speakers;

    /// <summary>Each of them in a dialog with one who is away.</summary>
    public static async Task<Talkers> Register(HansardServer server, string workFolder, string data, int count)
    {
        var outbox = new Outbox(data);
        var authority = await File.ReadAllTextAsync(server.AuthorityKeyForPeople);
        var people = new MessengerClient[count + 1];
        // Making a key pair takes a second or more of one core.
        await Parallel.ForAsync(0, people.Length, async (n, cancel) =>
        {
            var settings = new ClientSettings(new Uri($"http://{server.Address}"), Path.Combine(workFolder, $"person {n}")) { AuthorityKeyPem = authority };
            people[n] = Must(await MessengerClient.ConnectAsync(settings, cancel));
            Must(await people[n].RegisterAsync(Number(n), _ => Task.FromResult(outbox.Take(Number(n))), "passphrase", cancellation: cancel));
        });
        List<(MessengerClient, ConversationUuid)> speakers = [];
        foreach (var person in people.Skip(1))
        {
            var other = Must(await person.FindAsync([Number(0)]))[0].UserId;
            speakers.Add((person, Must(await person.OpenDialogAsync(other)).Uuid));
        }
        // He would have the processors that are measured.
        await people[0].DisposeAsync();
        return new Talkers(speakers);
    }

    /// <summary>Says so many things as fast as the server takes them.</summary>
    /// <param name="inFlight">Of each of them, that wait for their answer.</param>
    public async Task Hurry(int messages, int inFlight)
    {
        var left = messages;
        await Task.WhenAll(speakers.SelectMany(speaker => Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0) await Say(speaker);
        }))));
    }

    /// <summary>Says so many a second, evenly and whatever the answers take.</summary>
    public async Task<IReadOnlyList<Acknowledged>> Steadily(int perSecond, TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        List<Task<Acknowledged>> answers = [];
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (await ticks.WaitForNextTickAsync() && Stopwatch.GetElapsedTime(started) is var elapsed && elapsed < duration)
            while (answers.Count < elapsed.TotalSeconds * perSecond) answers.Add(Say(speakers[answers.Count % speakers.Count]));
        return await Task.WhenAll(answers);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (client, _) in speakers) await client.DisposeAsync();
    }

    private async Task<Acknowledged> Say((MessengerClient Client, ConversationUuid Dialog) speaker)
    {
        var message = Must(await speaker.Client.SendTextAsync(speaker.Dialog, Spoken.Text(new Random((int)Interlocked.Increment(ref said)))));
        return new Acknowledged(speaker.Dialog, message.Uuid, Stopwatch.GetTimestamp());
    }

    private static string Number(int n) => $"+1555{n:d7}";
}
