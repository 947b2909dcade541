using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary>A step of a video chat, with which of sound and picture it is about.</summary>
public abstract record VideoStepContent : MessageContent
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<bool?> Audio { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<bool?> Video { get; init; }
}

public sealed record VideoRequestedByAgentContent : VideoStepContent
{
    protected override string TypeName => ContentTypes.VideoRequestedByAgent;
}

public sealed record VideoRequestedByCustomerContent : VideoStepContent
{
    protected override string TypeName => ContentTypes.VideoRequestedByCustomer;
}

public sealed record VideoAcceptedContent : VideoStepContent
{
    protected override string TypeName => ContentTypes.VideoAccepted;
}

public sealed record VideoRejectedContent : VideoStepContent
{
    protected override string TypeName => ContentTypes.VideoRejected;
}

public sealed record VideoStartedContent : VideoStepContent
{
    protected override string TypeName => ContentTypes.VideoStarted;
}

public sealed record VideoEndedContent : VideoStepContent
{
    protected override string TypeName => ContentTypes.VideoEnded;
}

public sealed record ScreenSharingStartedContent : VideoStepContent
{
    protected override string TypeName => ContentTypes.ScreenSharingStarted;
}

public sealed record ScreenSharingEndedContent : VideoStepContent
{
    protected override string TypeName => ContentTypes.ScreenSharingEnded;
}

public sealed record EndChatContent : MessageContent
{
    protected override string TypeName => ContentTypes.EndChat;
}

public sealed record LeaveContent : MessageContent
{
    protected override string TypeName => ContentTypes.Leave;
}
