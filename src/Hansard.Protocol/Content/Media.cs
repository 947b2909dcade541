using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary>Content that comes with a file.</summary>
public abstract record MediaContent : MessageContent
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string> Caption { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string> FileName { get; init; }

    /// <summary>The format, as a file extension without its dot.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string> DocumentType { get; init; }

    /// <summary>Messenger only: where the encrypted bytes are and how they open.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContentFile? File { get; init; }
}

public sealed record ImageContent : MediaContent
{
    protected override string TypeName => ContentTypes.Image;
}

public sealed record DocumentContent : MediaContent
{
    protected override string TypeName => ContentTypes.Document;
}

public sealed record AudioContent : MediaContent
{
    protected override string TypeName => ContentTypes.Audio;
}

public sealed record VideoContent : MediaContent
{
    protected override string TypeName => ContentTypes.Video;
}
