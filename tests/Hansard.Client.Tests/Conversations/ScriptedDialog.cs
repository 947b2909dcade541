using System.Text;
using Hansard.Client.Encryption;
using Hansard.Client.Tests.Connections;
using Hansard.Client.Tests.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Content;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Messages;
using Hansard.Protocol.SessionKeys;

namespace Hansard.Client.Tests.Conversations;

/// <summary>
/// A dialog of the test's device (key 1 of the pool) with Bruno (key 2), as a server would keep it: its keys, its messages, who is in it.
/// A test bends it where a true server would not.
/// </summary>
internal sealed class ScriptedDialog : IDisposable
{
    public static readonly ConversationUuid Uuid = new("2A22B9FB-3F79-4839-A3D6-B25B234E76F1");
    public static readonly UserId Bruno = new("upItfdN1OtNK50oxC5YQtGi2E9h1P862YnEVnNUhVA8=");
    public static readonly KeyPairUuid BrunosPair = new("pair 2");

    private readonly TestDevice device;
    private readonly Dictionary<SessionKeyUuid, SessionKeyView> wraps = [];

    public ScriptedDialog(TestDevice device, ScriptedNetwork network)
    {
        this.device = device;
        Users[device.Own] = User(device.Own, device.Keys1.Public, device.OwnPair);
        Users[Bruno] = User(Bruno, BrunosKeys.Public, BrunosPair);
        AddKey(First, SessionKey.Generate(), null);
        network.On<RequestGetConversationsFull, ResponseGetConversationsFull>(
            _ => new ResponseGetConversationsFull([View], [], Messages.Count == 0 ? [] : [Messages[^1]], [], []));
        network.On<RequestGetConversationFull, ResponseGetConversationFull>(_ => new ResponseGetConversationFull(View, null, null));
        network.On<RequestGetMembersList, ResponseGetMembersList>(_ => new ResponseGetMembersList(View.Admins, View.Members));
        network.On<RequestGetUserInfo, ResponseUserInfo>(request => new ResponseUserInfo(Users[request.UserId]));
        network.On<RequestGetUserInfoMulti, ResponseUserInfoMulti>(request => new ResponseUserInfoMulti([.. request.UserIds.Select(id => Users[id])]));
        network.On<RequestGetSessionKey, ResponseSessionKeyByUuid>(request => wraps.TryGetValue(request.SessionKeyUuid, out var wrap)
            ? new ResponseSessionKeyByUuid(wrap)
            : Failure.NotFound("There is no such key."));
        network.On<RequestAddMessage, ResponseAddedMessage>(Add);
        network.On<RequestAddNewSessionKeys, ResponseAddedSessionKey>(Replace);
    }

    public static SessionKeyUuid First { get; } = new("key 1");

    public UserKeyPair BrunosKeys { get; } = Keys.Pair(2);
    public Dictionary<UserId, UserView> Users { get; } = [];
    public Dictionary<SessionKeyUuid, SessionKey> Opened { get; } = [];
    public List<MessageView> Messages { get; } = [];
    public SessionKeyUuid Current { get; set; } = First;

    /// <summary>Why the next messages are refused, one after another; then they are accepted.</summary>
    public Queue<Failure> Refusals { get; } = new();

    public ConversationView View => new(Uuid, true, null, Current, 1_000, 1_000, 0, [Bruno, device.Own], [], false, 1_000, null, false);

    public static UserView User(UserId id, UserPublicKey key, KeyPairUuid pair) => new(id, key.Pem, null, 1, 1, null, 1, 1, false, null, pair);

    /// <summary>A key that Bruno made, wrapped for the device; <paramref name="signer"/> in his place makes it a forgery.</summary>
    public SessionKeyView AddKey(SessionKeyUuid uuid, SessionKey key, SessionKeyUuid? previous, UserKeyPair? signer = null, KeyPairUuid? signerPair = null)
    {
        Opened[uuid] = key;
        var signature = new SessionKeyStatement(Uuid, Bruno, previous).Sign(key, signer ?? BrunosKeys);
        return wraps[uuid] = new(
            uuid, Uuid, device.Own, key.WrapFor(device.Keys1.Public), signature, 1_000, signerPair ?? BrunosPair, Bruno, previous);
    }

    /// <summary>What Bruno says, under the current key.</summary>
    public MessageView Say(string text)
    {
        var uuid = new MessageUuid($"message {Messages.Count + 1}");
        var body = MessageBody.Encrypt(Opened[Current], new MessagePlace(Uuid, uuid, Bruno, Current), ContentJson.Write(new TextContent(text)));
        return Keep(new(
            uuid, Uuid, Current, Bruno, body.IvBase64, body.BodyEncryptedBase64, 2_000 + Messages.Count, false, false, null, false, null, null,
            2, 1, 1, false, false, null));
    }

    /// <summary>What the device said, as Bruno reads it.</summary>
    public string TextOf(MessageView view)
    {
        var place = new MessagePlace(Uuid, view.Uuid, view.UserId, view.SessionKeyUuid);
        return Encoding.UTF8.GetString(new MessageBody(view.IvBase64!, view.BodyEncryptedBase64!).Decrypt(Opened[view.SessionKeyUuid], place).Value);
    }

    public MessageView Keep(MessageView view)
    {
        Messages.Add(view);
        return view;
    }

    public void Dispose() => BrunosKeys.Dispose();

    private Result<ResponseAddedMessage> Add(RequestAddMessage request)
    {
        if (Refusals.TryDequeue(out var failure)) return failure;
        return new ResponseAddedMessage(Keep(new(
            request.MessageUuid, Uuid, request.SessionKeyUuid, device.Own, request.IvBase64, request.BodyEncryptedBase64, 2_000 + Messages.Count,
            false, false, null, false, null, null, 2, 1, 1, false, false, request.ReplyMessageUuid)));
    }

    private Result<ResponseAddedSessionKey> Replace(RequestAddNewSessionKeys request)
    {
        if (request.ReplacesSessionKeyUuid != Current) return Failure.Conflict($"The current session key is {Current}.");
        var brunos = request.SessionKeys.Single(value => value.UserId == Bruno);
        var key = SessionKey.Unwrap(brunos.KeyEncryptedBase64, BrunosKeys).Value;
        if (!new SessionKeyStatement(Uuid, device.Own, Current).IsSignedBy(device.Keys1.Public, key, brunos.SignatureBase64))
            return Failure.Invalid("The signature does not hold.");
        Current = new SessionKeyUuid($"key {Opened.Count + 1}");
        Opened[Current] = key;
        return new ResponseAddedSessionKey(Current);
    }
}
