using Hansard.Client.Encryption;
using Hansard.Client.Tests.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Bots;
using Hansard.Protocol.Frames;
using Hansard.Protocol.Journal;
using Hansard.Protocol.SessionKeys;
using Hansard.Protocol.Settings;
using Hansard.TestKeys;

namespace Hansard.Recorder.Tests.Network;

/// <summary>The server's side of a recorder over a real socket. It can also do what a good server never does.</summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    public const string BotName = "compliance";
    public const string Password = "once";

    private readonly ScriptedServer server;
    private readonly Lock gate = new();
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RequestRegisterBot? registered;

    public TestNetwork() => server = new ScriptedServer(ServeAsync);

    public TestJournal Journal { get; } = new();
    public Uri Address => server.Address;

    public bool IsApproved { get; set; } = true;
    public bool IsRecorder { get; set; } = true;
    public int PageSize { get; set; } = Limits.FeedFacts;
    public string? ShownPublicKey { get; set; }
    public string? ShownJournalKey { get; set; }

    /// <summary>Spoils an answer before it leaves.</summary>
    public Func<ResponseRecorderFeed, ResponseRecorderFeed>? Tamper { get; set; }

    /// <summary>Sees each acknowledgement as it comes.</summary>
    public Action<long>? OnAcknowledged { get; set; }

    /// <summary>Cuts the connection instead of answering, each time it says so.</summary>
    public Func<string, bool>? Cut { get; set; }

    public List<(string Key, string? Rejected)> Verdicts { get; } = [];
    public List<long> Acknowledged { get; } = [];
    public int Connections { get; private set; }
    public int Registrations { get; private set; }

    public static RecorderSettings Settings(Uri server, string folder) => new(server, "default", BotName, folder)
    {
        OneTimePassword = Password,
        Passphrase = "a passphrase",
        NewKeyPair = () => UserKeyPair.FromPem(KeyPool.Pem(5)).Value,
    };

    /// <summary>Changes the journal and wakes whoever waits for news of it.</summary>
    public void Change(Action<TestJournal> change)
    {
        lock (gate)
        {
            change(Journal);
            news.TrySetResult();
            news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public ValueTask DisposeAsync()
    {
        closing.SetResult();
        return server.DisposeAsync();
    }

    /// <summary>Answers in order, and hears at once when the recorder leaves while a question waits for news.</summary>
    private async Task ServeAsync(ServerSide side)
    {
        Connections++;
        var next = side.ReceiveAsync();
        while (true)
        {
            var frame = await next;
            if (Cut?.Invoke(frame.Type) == true) return;
            next = side.ReceiveAsync();
            await AnswerAsync(side, frame, next);
        }
    }

    private async Task AnswerAsync(ServerSide side, Frame frame, Task next)
    {
        switch (frame.Type)
        {
            case nameof(RequestRegisterBot):
                Registrations++;
                var registering = Read<RequestRegisterBot>(frame);
                if (registering.OneTimePassword == Password) registered = registering;
                await StatusAsync(side, frame, registering.OneTimePassword == Password ? null : Failure.Forbidden("The one-time password is wrong."));
                break;
            case nameof(RequestBotChallenge):
                await side.ReplyAsync(frame, new ResponseBotChallenge("bm9uY2U="));
                break;
            case nameof(RequestBotAuthentication):
                await StatusAsync(side, frame, IsApproved && HasSigned(Read<RequestBotAuthentication>(frame)) ? null : Failure.Unauthenticated("The bot is not approved."));
                break;
            case nameof(RequestGetServerSettings):
                await side.ReplyAsync(frame, ServerSettings());
                break;
            case nameof(RequestRecorderFeed):
                var page = await FeedAsync(Read<RequestRecorderFeed>(frame), Task.WhenAny(next, closing.Task));
                await side.ReplyAsync(frame, Tamper?.Invoke(page) ?? page);
                break;
            case nameof(RequestConfirmSessionKey):
                lock (gate) Verdicts.Add((Read<RequestConfirmSessionKey>(frame).SessionKeyUuid.Value, null));
                await StatusAsync(side, frame, null);
                break;
            case nameof(RequestRejectSessionKey):
                var rejected = Read<RequestRejectSessionKey>(frame);
                lock (gate) Verdicts.Add((rejected.SessionKeyUuid.Value, rejected.Reason));
                await StatusAsync(side, frame, null);
                break;
            case nameof(RequestAcknowledgeFeed):
                var through = Read<RequestAcknowledgeFeed>(frame).Through;
                lock (gate) Acknowledged.Add(through);
                OnAcknowledged?.Invoke(through);
                await StatusAsync(side, frame, null);
                break;
            default:
                await StatusAsync(side, frame, Failure.Unsupported("This server serves recorders."));
                break;
        }
    }

    private async Task<ResponseRecorderFeed> FeedAsync(RequestRecorderFeed request, Task leaving)
    {
        Task wait;
        lock (gate)
        {
            if (Journal.Head > request.After) return Journal.Page(request.After, Math.Min(request.Size, PageSize));
            wait = news.Task;
        }
        try
        {
            await Task.WhenAny(wait, leaving).WaitAsync(TimeSpan.FromMilliseconds(request.WaitMs));
        }
        catch (TimeoutException)
        {
            // An answer without facts says that there is no news.
        }
        lock (gate) return Journal.Page(request.After, Math.Min(request.Size, PageSize));
    }

    private ResponseServerSettings ServerSettings()
    {
        var recorder = new RecorderView(
            IsRecorder ? UserIds.OfBot("default", BotName) : new UserId("another="), BotName, new KeyPairUuid("pair"),
            ShownPublicKey ?? registered?.PublicKeyBase64 ?? "", "signature");
        return new ResponseServerSettings(
            null, null, true, new ThemeView("#000000", "#000000", "#000000", "#000000", "#000000", "#000000", null, null),
            new RecordingView("on", [recorder], ShownJournalKey ?? Journal.KeyHex));
    }

    private bool HasSigned(RequestBotAuthentication login) => registered is { } bot
        && new BotLoginStatement("default", login.UserId, "bm9uY2U=").IsSignedBy(Convert.FromHexString(bot.SigningKeyHex), login.SignatureBase64);

    private static Task StatusAsync(ServerSide side, Frame frame, Failure? failure) =>
        side.ReplyAsync(frame, failure is null ? ResponseStatusMessage.Ok(frame.Type) : ResponseStatusMessage.Refused(frame.Type, failure));

    private static T Read<T>(Frame frame) where T : class =>
        Body.TryRead<T>(frame.Body, out var body, out var description) ? body : throw new InvalidOperationException(description);
}
