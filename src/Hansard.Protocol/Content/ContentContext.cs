using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary>
/// The generated readers and writers of every content type. Adding one takes a line here and a line in
/// <see cref="ContentTypes"/>.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = Limits.JsonDepth,
    Converters = [typeof(DoubleJsonConverter)])]
[JsonSerializable(typeof(UnknownContent))]
[JsonSerializable(typeof(ContentUser))]
[JsonSerializable(typeof(Plaintext))]
[JsonSerializable(typeof(ChatMessage))]
[JsonSerializable(typeof(RawJson))]
[JsonSerializable(typeof(bool?))]
[JsonSerializable(typeof(double?))]
[JsonSerializable(typeof(IReadOnlyList<MenuParam>))]
[JsonSerializable(typeof(IReadOnlyList<ContactPhone>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, RawJson>))]
[JsonSerializable(typeof(TextContent))]
[JsonSerializable(typeof(ImageContent))]
[JsonSerializable(typeof(DocumentContent))]
[JsonSerializable(typeof(LinkContent))]
[JsonSerializable(typeof(AudioContent))]
[JsonSerializable(typeof(VideoContent))]
[JsonSerializable(typeof(MenuContent))]
[JsonSerializable(typeof(MenuResponseContent))]
[JsonSerializable(typeof(QuickReplyContent))]
[JsonSerializable(typeof(QuickReplyResponseContent))]
[JsonSerializable(typeof(FormContent))]
[JsonSerializable(typeof(FormResponseContent))]
[JsonSerializable(typeof(ReactionContent))]
[JsonSerializable(typeof(ContactsContent))]
[JsonSerializable(typeof(LocationContent))]
[JsonSerializable(typeof(VideoRequestedByAgentContent))]
[JsonSerializable(typeof(VideoRequestedByCustomerContent))]
[JsonSerializable(typeof(VideoAcceptedContent))]
[JsonSerializable(typeof(VideoRejectedContent))]
[JsonSerializable(typeof(VideoStartedContent))]
[JsonSerializable(typeof(VideoEndedContent))]
[JsonSerializable(typeof(ScreenSharingStartedContent))]
[JsonSerializable(typeof(ScreenSharingEndedContent))]
[JsonSerializable(typeof(EndChatContent))]
[JsonSerializable(typeof(LeaveContent))]
[JsonSerializable(typeof(EditContent))]
[JsonSerializable(typeof(LinkPreviewContent))]
[JsonSerializable(typeof(LiveLocationContent))]
[JsonSerializable(typeof(StarContent))]
[JsonSerializable(typeof(PinContent))]
[JsonSerializable(typeof(VerificationContent))]
[JsonSerializable(typeof(CallContent))]
[JsonSerializable(typeof(SettingsContent))]
[JsonSerializable(typeof(SavedItemContent))]
internal sealed partial class ContentContext : JsonSerializerContext;

internal static class ContentOptions
{
    public static JsonSerializerOptions Strict { get; } = StrictJson.Of(ContentContext.Default);
}
