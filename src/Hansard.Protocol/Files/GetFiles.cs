namespace Hansard.Protocol.Files;

/// <summary>Waits up to <see cref="Limits.FilesWaitSeconds"/> until the announced number of files is ready.</summary>
public sealed record RequestGetFiles(ConversationUuid ConversationUuid, MessageUuid MessageUuid) : IRequest<ResponseFiles>
{
    public static string Type => nameof(RequestGetFiles);
}

/// <summary>Answers with the files that are there.</summary>
public sealed record RequestGetFilesFast(ConversationUuid ConversationUuid, MessageUuid MessageUuid) : IRequest<ResponseFiles>
{
    public static string Type => nameof(RequestGetFilesFast);
}

public sealed record ResponseFiles(IReadOnlyList<FileView> Files) : IResponse
{
    public static string Type => nameof(ResponseFiles);
}

/// <summary>Sent only when the file is durable, to each member with his own URL.</summary>
public sealed record FileReadyNotification(
    string DownloadUrl,
    ConversationUuid ConversationUuid,
    MessageUuid MessageUuid) : INotification
{
    public static string Type => nameof(FileReadyNotification);
}
