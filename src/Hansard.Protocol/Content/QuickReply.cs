using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary>A question with one to three answers to choose from, see <see cref="ContentRules"/>.</summary>
public sealed record QuickReplyContent(
    string Text,
    IReadOnlyList<string> QuickReplies,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<string> Header = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<string> Footer = default) : MessageContent
{
    protected override string TypeName => ContentTypes.QuickReply;
}

public sealed record QuickReplyResponseContent(MessageRef QuickReplyId, string Reply) : MessageContent
{
    protected override string TypeName => ContentTypes.QuickReplyResponse;
}
