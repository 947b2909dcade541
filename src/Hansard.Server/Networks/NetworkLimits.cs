using Hansard.Protocol;

namespace Hansard.Server.Networks;

/// <summary>What a network allows; the defaults are the design's, an operator may change them per network.</summary>
internal sealed record NetworkLimits
{
    public int MessagesPerSecondPerUser { get; init; } = Limits.MessagesPerSecondAndUser;
    public int MessagesBurstPerUser { get; init; } = Limits.MessageBurst;
    public int MembersPerConversation { get; init; } = Limits.MembersPerConversation;
    public int ConversationsPerUser { get; init; } = Limits.ConversationsPerUser;
    public int ApplicationsPerUser { get; init; } = Limits.ApplicationsPerUser;
    public int CodesPerNumberAndDay { get; init; } = Limits.CodesPerNumberAndDay;
    public int CodesPerAddressAndHour { get; init; } = Limits.CodesPerAddressAndHour;
    public int DiscoveryLookupsPerDay { get; init; } = Limits.UnknownIdsPerUserAndDay;
    public int ReportsPerUserAndDay { get; init; } = Limits.ReportsPerUserAndDay;
    public int CodeDigits { get; init; } = Limits.CodeDigits;
    public int PageMessages { get; init; } = Limits.PageMessages;
    public int FilesPerMessage { get; init; } = Limits.FilesPerMessage;
    public int FileBytes { get; init; } = Limits.FileBytes;
    public int FilesMebibytes { get; init; } = Limits.FilesMebibytes;
    public int UnfinishedFilesPerUser { get; init; } = Limits.UnfinishedFilesPerUser;
}
