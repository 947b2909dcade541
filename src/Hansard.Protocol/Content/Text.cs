namespace Hansard.Protocol.Content;

public sealed record TextContent(string Text) : MessageContent
{
    protected override string TypeName => ContentTypes.Text;
}

public sealed record LinkContent(string Url) : MessageContent
{
    protected override string TypeName => ContentTypes.Link;
}

/// <summary>The target is the message that this one answers; an empty emoji takes the reaction back.</summary>
public sealed record ReactionContent(string Emoji) : MessageContent
{
    protected override string TypeName => ContentTypes.Reaction;
}
