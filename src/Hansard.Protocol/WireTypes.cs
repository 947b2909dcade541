using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Bots;
using Hansard.Protocol.CatchingUp;
using Hansard.Protocol.Contacts;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Devices;
using Hansard.Protocol.Files;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Protocol.Moderation;
using Hansard.Protocol.Presence;
using Hansard.Protocol.SessionKeys;
using Hansard.Protocol.Settings;

namespace Hansard.Protocol;

/// <summary>Every body that may travel, by its name: what there is to ask, to answer and to tell.</summary>
public static class WireTypes
{
    public static IReadOnlyList<WireType> All { get; } =
    [
        WireType.Response<ResponseStatusMessage>(),

        WireType.Request<RequestRegisterApplication, ResponseStatusMessage>(),
        WireType.Request<RequestConfirmRegistration, ResponseStatusMessage>(),
        WireType.Request<RequestAuthenticationByApplication, ResponseStatusMessage>(),
        WireType.Request<RequestAddUserKeys, ResponseStatusMessage>(),
        WireType.Request<RequestUpdateUserKeys, ResponseStatusMessage>(),
        WireType.Request<RequestConfirmUpdateUserKeys, ResponseStatusMessage>(),
        WireType.Request<RequestDeleteUser, ResponseStatusMessage>(),
        WireType.Request<RequestDeleteUserConfirmation, ResponseStatusMessage>(),
        WireType.Request<RequestUpdateUserNick, ResponseStatusMessage>(),
        WireType.Request<RequestGetUserInfo, ResponseUserInfo>(),
        WireType.Request<RequestGetUserInfoMulti, ResponseUserInfoMulti>(),
        WireType.Response<ResponseUserInfo>(),
        WireType.Response<ResponseUserInfoMulti>(),
        WireType.Notification<AuthenticationByApplicationNotification>(),
        WireType.Notification<NotificationNewPublicKey>(),

        WireType.Request<RequestRegisterBot, ResponseStatusMessage>(),
        WireType.Request<RequestBotChallenge, ResponseBotChallenge>(),
        WireType.Request<RequestBotAuthentication, ResponseStatusMessage>(),
        WireType.Response<ResponseBotChallenge>(),

        WireType.Request<RequestGetChanges, ResponseChanges>(),
        WireType.Response<ResponseChanges>(),

        WireType.Request<RequestGetContactList, ResponseContactList>(),
        WireType.Request<RequestUpdateContactList, ResponseStatusMessage>(),
        WireType.Request<UpdateContact, ResponseStatusMessage>(),
        WireType.Request<RequestGetRegisteredUsers, ResponseRegisteredUsers>(),
        WireType.Response<ResponseContactList>(),
        WireType.Response<ResponseRegisteredUsers>(),
        WireType.Notification<UpdateContactNotification>(),

        WireType.Request<RequestCreateConversationFull, ResponseCreateConversation>(),
        WireType.Request<RequestGetConversationFull, ResponseGetConversationFull>(),
        WireType.Request<RequestGetConversationsFull, ResponseGetConversationsFull>(),
        WireType.Request<RequestAddMember, ResponseStatusMessage>(),
        WireType.Request<RequestAddAdmin, ResponseStatusMessage>(),
        WireType.Request<RequestChangeToAdmin, ResponseStatusMessage>(),
        WireType.Request<RequestKickUser, ResponseStatusMessage>(),
        WireType.Request<RequestLeaveConversation, ResponseStatusMessage>(),
        WireType.Request<RequestGetMembersList, ResponseGetMembersList>(),
        WireType.Request<UpdateMemberNick, ResponseStatusMessage>(),
        WireType.Request<GetNicks, NicksList>(),
        WireType.Request<RequestRenameConversation, ResponseStatusMessage>(),
        WireType.Request<RequestDeleteConversation, ResponseStatusMessage>(),
        WireType.Response<ResponseCreateConversation>(),
        WireType.Response<ResponseGetConversationFull>(),
        WireType.Response<ResponseGetConversationsFull>(),
        WireType.Response<ResponseGetMembersList>(),
        WireType.Response<NicksList>(),
        WireType.Notification<NotificationAddMemberToConversation>(),
        WireType.Notification<NotificationConversationLeaved>(),
        WireType.Notification<ConversationNickUpdatedNotification>(),
        WireType.Notification<NotificationRenameConversation>(),
        WireType.Notification<ConversationAvatarChangedNotification>(),
        WireType.Notification<NotificationConversationDeleted>(),

        WireType.Request<RequestGetApplicationsFull, ResponseApplicationsFull>(),
        WireType.Request<RequestDeleteApplication, ResponseStatusMessage>(),
        WireType.Request<RequestUpdateDeviceTokenByApplication, ResponseStatusMessage>(),
        WireType.Response<ResponseApplicationsFull>(),

        WireType.Request<RequestGetFiles, ResponseFiles>(),
        WireType.Request<RequestGetFilesFast, ResponseFiles>(),
        WireType.Request<RequestGetUploadUrl, ResponseUploadUrl>(),
        WireType.Response<ResponseFiles>(),
        WireType.Response<ResponseUploadUrl>(),
        WireType.Request<RequestGetAvatarUploadUrl, ResponseUploadUrl>(),
        WireType.Request<RequestGetAvatarUrl, ResponseAvatarUrl>(),
        WireType.Response<ResponseAvatarUrl>(),
        WireType.Notification<FileReadyNotification>(),

        WireType.Request<RequestRecorderFeed, ResponseRecorderFeed>(),
        WireType.Request<RequestAcknowledgeFeed, ResponseStatusMessage>(),
        WireType.Response<ResponseRecorderFeed>(),

        WireType.Request<RequestAddMessage, ResponseAddedMessage>(),
        WireType.Request<RequestGetMessages, ResponseGetMessages>(),
        WireType.Request<RequestGetMessagesFromUuid, ResponseGetMessages>(),
        WireType.Request<RequestGetMessagesByUuids, ResponseGetMessages>(),
        WireType.Request<MessageDelivered, ResponseStatusMessage>(),
        WireType.Request<RequestMessagesReaded, ResponseStatusMessage>(),
        WireType.Request<RequestMarkAllReaded, ResponseStatusMessage>(),
        WireType.Request<RequestDeleteMessage, ResponseStatusMessage>(),
        WireType.Request<RequestDeleteMessages, ResponseStatusMessage>(),
        WireType.Response<ResponseAddedMessage>(),
        WireType.Response<ResponseGetMessages>(),
        WireType.Notification<NotificationAddedMessageToConversation>(),
        WireType.Notification<UpdatedMessageNotification>(),
        WireType.Notification<DeleteMessageNotification>(),

        WireType.Request<AddBlackList, ResponseStatusMessage>(),
        WireType.Request<RemoveBlackList, ResponseStatusMessage>(),
        WireType.Request<GetBlackList, BlackList>(),
        WireType.Request<AddMessageReport, ResponseStatusMessage>(),
        WireType.Request<AddConversationReport, ResponseStatusMessage>(),
        WireType.Request<AddUserReport, ResponseStatusMessage>(),
        WireType.Response<BlackList>(),

        WireType.Request<RequestPing, ResponsePong>(),
        WireType.Request<RequestTyping, ResponseStatusMessage>(),
        WireType.Response<ResponsePong>(),
        WireType.Notification<NotificationTyping>(),

        WireType.Request<RequestGetSessionKey, ResponseSessionKeyByUuid>(),
        WireType.Request<RequestAddNewSessionKeys, ResponseAddedSessionKey>(),
        WireType.Request<RequestGetUpdatedPublicKeys, ResponseGetUpdatedPublicKeys>(),
        WireType.Request<RequestConfirmSessionKey, ResponseStatusMessage>(),
        WireType.Request<RequestRejectSessionKey, ResponseStatusMessage>(),
        WireType.Response<ResponseSessionKeyByUuid>(),
        WireType.Response<ResponseAddedSessionKey>(),
        WireType.Response<ResponseGetUpdatedPublicKeys>(),
        WireType.Notification<NotificationNewSessionKey>(),

        WireType.Request<GetParams, Params>(),
        WireType.Request<UpdateParam, ResponseStatusMessage>(),
        WireType.Request<RequestGetServerSettings, ResponseServerSettings>(),
        WireType.Response<Params>(),
        WireType.Response<ResponseServerSettings>(),
    ];

    private static readonly FrozenDictionary<string, WireType> ByName = All.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, WireType>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool TryFind(string name, [NotNullWhen(true)] out WireType? type) => ByName.TryGetValue(name, out type);

    /// <summary>The one string of a known name, a new one for others: a frame's type costs no memory.</summary>
    internal static string Intern(ReadOnlySpan<char> name) => BySpan.TryGetValue(name, out var type) ? type.Name : name.ToString();
}
