using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary>Own: the author gives a message a new text.</summary>
public sealed record EditContent(MessageRef Target, string Text) : MessageContent
{
    protected override string TypeName => ContentTypes.Edit;
}

/// <summary>Own: what a link in a message leads to.</summary>
public sealed record LinkPreviewContent(
    MessageRef Target,
    string Url,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Title = null) : MessageContent
{
    protected override string TypeName => ContentTypes.LinkPreview;
}

/// <summary>Own: marks a message, or takes the mark off.</summary>
public sealed record StarContent(MessageRef Target, bool On) : MessageContent
{
    protected override string TypeName => ContentTypes.Star;
}

/// <summary>Own: keeps a message in sight of everybody, or no longer.</summary>
public sealed record PinContent(MessageRef Target, bool On) : MessageContent
{
    protected override string TypeName => ContentTypes.Pin;
}

/// <summary>Own: keeps a file in the conversation's store, or no longer.</summary>
public sealed record SavedItemContent(MessageRef Target, string Guid, string Filehash, string Key, bool On) : MessageContent
{
    protected override string TypeName => ContentTypes.SavedItem;
}
