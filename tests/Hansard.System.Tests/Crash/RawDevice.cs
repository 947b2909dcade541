using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.System.Tests.Client;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.System.Tests.Crash;

/// <summary>
/// One device on a bare WebSocket. It remembers, over any number of lives of the server, what it has sent, what was answered and what it
/// was told, and makes no second try of its own that would hide a loss.
/// </summary>
internal sealed class RawDevice(TestNetwork network, string number) : IAsyncDisposable
{
    private static readonly string Base64 = Convert.ToBase64String(new byte[48]);

    private readonly string applicationUuid = $"application of {number}";
    private ClientWebSocket socket = new();
    private Channel<byte[]> frames = Channel.CreateUnbounded<byte[]>();

    public string UserId { get; } = PhoneNumbers.TryUserIdOf(number, out var id) ? id.Value : throw new ArgumentException("That is no number.");

    private string KeyPairUuid { get; set; } = "";

    public async Task ConnectAsync()
    {
        socket.Dispose();
        socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{network.Address.Authority}/ws"), TestNetwork.Cancelled);
        _ = TakeInAsync(socket, frames = Channel.CreateUnbounded<byte[]>());
    }

    /// <summary>Reads for as long as the socket lives, whether the test looks or not: a peer that does not read answers no ping either, and is cut off after a minute.</summary>
    private static async Task TakeInAsync(ClientWebSocket from, Channel<byte[]> into)
    {
        var buffer = new byte[256 * 1024];
        var filled = 0;
        try
        {
            while (await from.ReceiveAsync(buffer.AsMemory(filled), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } part)
            {
                filled += part.Count;
                if (!part.EndOfMessage) continue;
                into.Writer.TryWrite(buffer[..filled]);
                filled = 0;
            }
            into.Writer.Complete();
        }
        catch (Exception end) when (end is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            into.Writer.Complete(end);
        }
    }

    public Task SignInAsync() => OkAsync("RequestAuthenticationByApplication", new { userId = UserId, uuid = applicationUuid });

    public async Task RegisterAsync()
    {
        await ConnectAsync();
        await OkAsync("RequestRegisterApplication", new
        {
            androidSmsToken = (string?)null, applicationType = "test", model = "m", openUserId = number, osVersion = "1", userId = UserId, uuid = applicationUuid, vendor = "v",
        });
        await OkAsync("RequestConfirmRegistration", new { smsCode = network.LastCode(number), userId = UserId, uuid = applicationUuid });
        await SignInAsync();
        using var key = RSA.Create();
        key.ImportFromPem(KeyPool.Pem(1));
        await OkAsync("RequestAddUserKeys", new
        {
            metaDataKeyEncryptedBase64 = Base64, nick = (string?)null, publicKeyBase64 = key.ExportSubjectPublicKeyInfoPem(),
            privateKeyEncryptedBase64 = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
        });
        KeyPairUuid = (string)(await AskAsync("RequestGetUserInfo", new { userId = UserId }))["user"]!["keyPairUuid"]!;
    }

    public async Task OpenDialogAsync(string conversation, RawDevice other)
    {
        await AskAsync("RequestGetRegisteredUsers", new { checkUserList = (string[])[other.UserId] });
        var answer = await AskAsync("RequestCreateConversationFull", new
        {
            admins = new Dictionary<string, string> { [other.UserId] = Base64 }, conversationUuid = conversation, isDialog = true, members = new { },
            nickEncrypted = (string?)null, sessionKeyUuid = "key of " + conversation, title = (string?)null,
            sessionKeyValue = new { keyEncryptedBase64 = Base64, signatureBase64 = Base64, signerKeyPairUuid = KeyPairUuid, signerUserId = UserId, userId = UserId },
        });
        Assert.Equal(conversation, (string?)answer["conversation"]?["uuid"]);
    }

    /// <summary>A message whose request has its own uuid as id.</summary>
    public Task SendMessageAsync(string conversation, string uuid) => SendAsync("RequestAddMessage", uuid, new
    {
        bodyEncryptedBase64 = Base64, conversationUuid = conversation, hasFiles = false, ivBase64 = Base64[..16], messageUuid = uuid,
        replyMessageUuid = (string?)null, sessionKeyUuid = "key of " + conversation,
    });

    public async Task SendAsync(string type, string id, object body)
    {
        var frame = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["type"] = type, ["id"] = id, ["body"] = body });
        await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, TestNetwork.Cancelled);
    }

    /// <summary>The next frame; null at the server's goodbye.</summary>
    public async Task<JsonObject?> ReceiveAsync()
    {
        if (!await frames.Reader.WaitToReadAsync(TestNetwork.Cancelled)) return null;
        Assert.True(frames.Reader.TryRead(out var frame));
        return JsonNode.Parse(frame)!.AsObject();
    }

    public WebSocketCloseStatus? Goodbye => socket.CloseStatus;

    public Task AnswerGoodbyeAsync() => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestNetwork.Cancelled);

    /// <summary>The body of the answer; what comes before it is not looked at.</summary>
    public async Task<JsonNode> AskAsync(string type, object body)
    {
        await SendAsync(type, type, body);
        while (true)
        {
            var frame = await ReceiveAsync() ?? throw new InvalidOperationException($"The server said goodbye instead of answering {type}.");
            if ((string?)frame["id"] == type) return frame["body"]!;
        }
    }

    private async Task OkAsync(string type, object body)
    {
        var answer = await AskAsync(type, body);
        Assert.True((string?)answer["status"] == Status.Ok, answer.ToJsonString());
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
