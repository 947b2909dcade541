using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hansard.Protocol.Content;

/// <summary>The values of <c>messageType</c>: the 25 of the reference, then our own. Read in any letter case, written as here.</summary>
public static class ContentTypes
{
    public const string Text = "TEXT";
    public const string Image = "IMAGE";
    public const string Document = "DOCUMENT";
    public const string Link = "LINK";
    public const string Audio = "AUDIO";
    public const string Video = "VIDEO";
    public const string Menu = "MENU";
    public const string MenuResponse = "MENU_RESPONSE";
    public const string QuickReply = "QUICK_REPLY";
    public const string QuickReplyResponse = "QUICK_REPLY_RESPONSE";
    public const string Form = "FORM";
    public const string FormResponse = "FORM_RESPONSE";
    public const string Reaction = "REACTION";
    public const string Contacts = "CONTACTS";
    public const string Location = "LOCATION";
    public const string VideoRequestedByAgent = "videoRequestedByAgent";
    public const string VideoRequestedByCustomer = "videoRequestedByCustomer";
    public const string VideoAccepted = "videoAccepted";
    public const string VideoRejected = "videoRejected";
    public const string VideoStarted = "videoStarted";
    public const string VideoEnded = "videoEnded";
    public const string ScreenSharingStarted = "screenSharingStarted";
    public const string ScreenSharingEnded = "screenSharingEnded";
    public const string EndChat = "endChat";
    public const string Leave = "leave";

    public const string Edit = "EDIT";
    public const string LinkPreview = "LINK_PREVIEW";
    public const string LiveLocation = "LIVE_LOCATION";
    public const string Star = "STAR";
    public const string Pin = "PIN";
    public const string Verification = "VERIFICATION";
    public const string Call = "CALL";
    public const string Settings = "SETTINGS";
    public const string SavedItem = "SAVED_ITEM";

    private static readonly FrozenDictionary<string, JsonTypeInfo> Infos = new Dictionary<string, JsonTypeInfo>
    {
        [Text] = Info<TextContent>(),
        [Image] = Info<ImageContent>(),
        [Document] = Info<DocumentContent>(),
        [Link] = Info<LinkContent>(),
        [Audio] = Info<AudioContent>(),
        [Video] = Info<VideoContent>(),
        [Menu] = Info<MenuContent>(),
        [MenuResponse] = Info<MenuResponseContent>(),
        [QuickReply] = Info<QuickReplyContent>(),
        [QuickReplyResponse] = Info<QuickReplyResponseContent>(),
        [Form] = Info<FormContent>(),
        [FormResponse] = Info<FormResponseContent>(),
        [Reaction] = Info<ReactionContent>(),
        [Contacts] = Info<ContactsContent>(),
        [Location] = Info<LocationContent>(),
        [VideoRequestedByAgent] = Info<VideoRequestedByAgentContent>(),
        [VideoRequestedByCustomer] = Info<VideoRequestedByCustomerContent>(),
        [VideoAccepted] = Info<VideoAcceptedContent>(),
        [VideoRejected] = Info<VideoRejectedContent>(),
        [VideoStarted] = Info<VideoStartedContent>(),
        [VideoEnded] = Info<VideoEndedContent>(),
        [ScreenSharingStarted] = Info<ScreenSharingStartedContent>(),
        [ScreenSharingEnded] = Info<ScreenSharingEndedContent>(),
        [EndChat] = Info<EndChatContent>(),
        [Leave] = Info<LeaveContent>(),
        [Edit] = Info<EditContent>(),
        [LinkPreview] = Info<LinkPreviewContent>(),
        [LiveLocation] = Info<LiveLocationContent>(),
        [Star] = Info<StarContent>(),
        [Pin] = Info<PinContent>(),
        [Verification] = Info<VerificationContent>(),
        [Call] = Info<CallContent>(),
        [Settings] = Info<SettingsContent>(),
        [SavedItem] = Info<SavedItemContent>(),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> All => Infos.Keys;

    /// <summary>The record of a known type, <see cref="UnknownContent"/> for any other.</summary>
    /// <exception cref="JsonException">The content is not as its type demands.</exception>
    internal static MessageContent Read(string messageType, JsonElement content) =>
        Infos.TryGetValue(messageType, out var info)
            ? (MessageContent)content.Deserialize(info)!
            : ((UnknownContent)content.Deserialize(Info<UnknownContent>())!) with { Name = messageType };

    internal static JsonTypeInfo InfoOf(MessageContent content) => ContentOptions.Strict.GetTypeInfo(content.GetType());

    private static JsonTypeInfo Info<T>() where T : MessageContent => ContentOptions.Strict.GetTypeInfo(typeof(T));
}
