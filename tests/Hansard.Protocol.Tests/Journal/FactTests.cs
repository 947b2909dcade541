using System.Reflection;
using System.Text;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;

namespace Hansard.Protocol.Tests.Journal;

public sealed class FactTests
{
    private static readonly ConversationUuid Conversation = new("2A22B9FB-3F79-4839-A3D6-B25B234E76F1");
    private static readonly UserId User = new("/4DZItfW2uZQyMCcxDboGMF0SjJs5sfedl9SXWNaO8Y=");
    private static readonly SessionKeyUuid Key = new("k-1");

    /// <summary>What is committed is kept for ever, so each kind is written here byte for byte.</summary>
    public static TheoryData<object, string, string> Frozen => new()
    {
        { new ConversationCreated(true, null, [User], [], Key), "conversationCreated", """{"isDialog":true,"title":null,"admins":["/4DZItfW2uZQyMCcxDboGMF0SjJs5sfedl9SXWNaO8Y="],"members":[],"sessionKeyUuid":"k-1"}""" },
        { new ConversationDeleted(), "conversationDeleted", "{}" },
        { new ConversationRenamed("t+/="), "conversationRenamed", """{"title":"t+/="}""" },
        { new ConversationAvatarChanged(5), "conversationAvatarChanged", """{"avatarUpdated":5}""" },
        { new MemberNickChanged("n"), "memberNickChanged", """{"nick":"n"}""" },
        { new MemberAdded(new("u"), true, Key), "memberAdded", """{"memberUserId":"u","admin":true,"sessionKeyUuid":"k-1"}""" },
        { new MemberLeft(), "memberLeft", "{}" },
        { new MemberKicked(new("u")), "memberKicked", """{"memberUserId":"u"}""" },
        { new MemberPromoted(new("u")), "memberPromoted", """{"memberUserId":"u"}""" },
        { new SessionKeyAdded(Key, null, new("u"), new("p")), "sessionKeyAdded", """{"sessionKeyUuid":"k-1","previousSessionKeyUuid":null,"signerUserId":"u","signerKeyPairUuid":"p"}""" },
        { new SessionKeyClosed(Key, ClosingReasons.Rejected, "Why."), "sessionKeyClosed", """{"sessionKeyUuid":"k-1","reason":"rejected","detail":"Why."}""" },
        { new MessageAdded(new("m"), Key, false, null, 2, "ab", false, null, null), "messageAdded", """{"messageUuid":"m","sessionKeyUuid":"k-1","hasFiles":false,"replyMessageUuid":null,"members":2,"bodySha256":"ab","isEvent":false,"eventType":null,"eventUserId":null}""" },
        { new MessageAdded(new("m"), Key, false, null, 2, null, true, EventTypes.Kicked, new("u")), "messageAdded", """{"messageUuid":"m","sessionKeyUuid":"k-1","hasFiles":false,"replyMessageUuid":null,"members":2,"bodySha256":null,"isEvent":true,"eventType":"Kicked","eventUserId":"u"}""" },
        { new MessageDeleted(new("m")), "messageDeleted", """{"messageUuid":"m"}""" },
        { new MessageMarked(new("m"), true), "messageMarked", """{"messageUuid":"m","objectionable":true}""" },
        { new FileReady(new("m"), "f", 1L << 40, "image/jpeg", "ab"), "fileReady", """{"messageUuid":"m","fileNameEncrypted":"f","size":1099511627776,"mimeType":"image/jpeg","sha256":"ab"}""" },
        { new MessagesRead([new("m"), new("n")]), "messagesRead", """{"messageUuids":["m","n"]}""" },
        { new KeyPairChanged(new("p"), "PEM"), "keyPairChanged", """{"keyPairUuid":"p","publicKeyBase64":"PEM"}""" },
        { new UserDeleted(), "userDeleted", "{}" },
        { new Reported(new("m"), null, "Spam"), "reported", """{"messageUuid":"m","reportedUserId":null,"reason":"Spam"}""" },
        { new Decided(7, "objectionable", null), "decided", """{"reportSeq":7,"decision":"objectionable","reason":null}""" },
        { new UserBlocked(new("u"), true), "userBlocked", """{"blockedUserId":"u","blocked":true}""" },
        { new ConversationBlocked(false), "conversationBlocked", """{"blocked":false}""" },
        { new NetworkDeleted(), "networkDeleted", "{}" },
        { new NetworkSettingsChanged(new Dictionary<string, string> { ["recording"] = "strict" }), "networkSettingsChanged", """{"settings":{"recording":"strict"}}""" },
        { new RecorderAdded(new("u"), "House", new("p")), "recorderAdded", """{"recorderUserId":"u","name":"House","keyPairUuid":"p"}""" },
        { new RecorderRetired(new("u")), "recorderRetired", """{"recorderUserId":"u"}""" },
    };

    [Theory]
    [MemberData(nameof(Frozen))]
    public void A_fact_is_these_very_bytes_and_reads_back(object body, string kind, string json)
    {
        var written = Write(body, 42, 1732795249834123, Conversation, User, new DeviceId("d-7Qm2"));

        Assert.Equal(
            $$"""{"seq":42,"ts":1732795249834123,"kind":"{{kind}}","conversationUuid":"{{Conversation}}","userId":"{{User}}","deviceId":"d-7Qm2","body":{{json + "}"}}""",
            Encoding.UTF8.GetString(written));
        var fact = FactJson.Read(written);
        Assert.Equal((42, 1732795249834123, kind, Conversation, User, new DeviceId("d-7Qm2")), (fact.Seq, fact.Ts, fact.Kind, fact.ConversationUuid, fact.UserId, fact.DeviceId));
        Assert.Equal(json, fact.Body.ToString());
        Assert.Equal(written, Write(BodyAs(fact, body.GetType()), fact.Seq, fact.Ts, fact.ConversationUuid, fact.UserId, fact.DeviceId));
    }

    [Fact]
    public void Every_kind_is_frozen_above()
    {
        var kinds = typeof(IFactBody).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IFactBody)));
        Assert.Equal(kinds.Select(type => type.Name).Order(), Frozen.Select(row => row.Data.Item1.GetType().Name).Distinct().Order());
    }

    [Fact]
    public void A_fact_of_the_network_itself_has_nulls_in_its_envelope() => Assert.Equal(
        """{"seq":1,"ts":2,"kind":"userDeleted","conversationUuid":null,"userId":null,"deviceId":null,"body":{}}""",
        Encoding.UTF8.GetString(FactJson.Write(1, 2, null, null, null, new UserDeleted())));

    [Fact]
    public void Asking_a_fact_for_another_kind_is_a_bug() =>
        Assert.Throws<InvalidOperationException>(() => FactJson.Read(FactJson.Write(1, 2, null, null, null, new UserDeleted())).BodyAs<MemberLeft>());

    [Fact]
    public void The_reasons_for_closing_a_key_are_frozen() => Assert.Equal(
        ["keyPairChanged", "kicked", "left", "recorderAdded", "recorderRetired", "rejected", "userDeleted"],
        StatusTests.ConstantsOf(typeof(ClosingReasons)));

    [Fact]
    public void The_event_types_are_the_references() => Assert.Equal(
        ["Added", "AdminAdded", "AvatarChanged", "Kicked", "Left", "Renamed", "SessionKeyRegenerated"],
        StatusTests.ConstantsOf(typeof(EventTypes)));

    private static byte[] Write(object body, params object?[] envelope) =>
        (byte[])typeof(FactJson).GetMethod(nameof(FactJson.Write))!.MakeGenericMethod(body.GetType()).Invoke(null, [.. envelope, body])!;

    private static object BodyAs(Fact fact, Type type) =>
        typeof(Fact).GetMethod(nameof(Fact.BodyAs), BindingFlags.Public | BindingFlags.Instance)!.MakeGenericMethod(type).Invoke(fact, null)!;
}
