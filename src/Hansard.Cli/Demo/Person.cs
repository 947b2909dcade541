using System.Collections.Concurrent;
using System.Text.Json;
using Hansard.Client;
using Hansard.Client.Events;
using Hansard.Protocol;

namespace Hansard.Cli.Demo;

/// <summary>One of the demo's people: a device that registered, speaks, and remembers what reached it.</summary>
internal sealed class Person : IAsyncDisposable
{
    /// <summary>Protects keys that exist for a minute, in a folder of the demo's own.</summary>
    private const string Passphrase = "a passphrase of the demo";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource leaving = new();
    private readonly ConcurrentQueue<Heard> heard = new();
    private Task listening = Task.CompletedTask;

    private Person(string name, MessengerClient client) => (Name, Client) = (name, client);

    public string Name { get; }

    public MessengerClient Client { get; }

    /// <summary>His in the network; stays when his client is gone.</summary>
    public UserId UserId { get; private set; }

    /// <summary>What others said, in the order in which it arrived.</summary>
    public IReadOnlyCollection<Heard> Heard => heard;

    public static async Task<Result<Person>> Register(string name, string number, string folder, Stage stage, CancellationToken cancel)
    {
        ClientSettings settings = new(stage.Address, Path.Combine(folder, "people", name))
        {
            AuthorityKeyPem = await File.ReadAllTextAsync(Authority.AuthorityKeyFile.PublicOf(stage.AuthorityKey), cancel),
        };
        var client = await MessengerClient.ConnectAsync(settings, cancel);
        if (!client.Succeeded) return client.Failure;
        Person person = new(name, client.Value);
        var registered = await client.Value.RegisterAsync(number, stop => CodeFor(number, stage.OutboxFile, stop), Passphrase, name, cancel);
        if (registered.Succeeded)
        {
            person.UserId = client.Value.Identity!.UserId;
            person.listening = person.Listen(client.Value.EventsAsync(person.leaving.Token));
            return person;
        }
        await person.DisposeAsync();
        return registered.Failure;
    }

    /// <summary>Returns when that many messages of others have arrived, or patience ends.</summary>
    public async Task WaitToHear(int messages, CancellationToken patience)
    {
        try
        {
            while (heard.Count < messages) await Task.Delay(LookAgain, patience);
        }
        catch (OperationCanceledException)
        {
            // What is missing shows in the comparison.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        await listening;
        await Client.DisposeAsync();
        leaving.Dispose();
    }

    private async Task Listen(IAsyncEnumerable<ClientEvent> events)
    {
        try
        {
            await foreach (var happened in events)
            {
                if (happened is MessageArrived { Message: { IsEvent: false, IsMine: false } message })
                    heard.Enqueue(new Heard(message.Uuid, message.Conversation, message.Plaintext));
            }
        }
        catch (OperationCanceledException)
        {
            // The demo is over.
        }
    }

    private static async Task<string> CodeFor(string number, string outbox, CancellationToken cancel)
    {
        while (true)
        {
            var lines = File.Exists(outbox) ? await File.ReadAllLinesAsync(outbox, cancel) : [];
            foreach (var line in lines.Reverse().Where(line => line.EndsWith('}')))
            {
                using var message = JsonDocument.Parse(line);
                if (message.RootElement.GetProperty("to").GetString() == number) return message.RootElement.GetProperty("code").GetString()!;
            }
            await Task.Delay(LookAgain, cancel);
        }
    }
}

/// <summary>A message of somebody else as it was decrypted.</summary>
internal sealed record Heard(MessageUuid Message, ConversationUuid Conversation, ReadOnlyMemory<byte> Plaintext);
