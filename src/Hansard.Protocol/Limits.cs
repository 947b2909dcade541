namespace Hansard.Protocol;

/// <summary>The bounds of the wire. Those that a network may set are the defaults of that setting.</summary>
public static class Limits
{
    public const int JsonDepth = 32;
    public const int IdCharacters = 64;
    public const int FrameIdCharacters = 64;
    public const int FrameTypeCharacters = 128;

    public const int FrameBytesBeforeAuthentication = 16 * 1024;
    public const int FrameBytes = 256 * 1024;

    /// <summary>
    /// For the two requests that carry a key for each member: <see cref="Conversations.RequestCreateConversationFull"/>,
    /// <see cref="SessionKeys.RequestAddNewSessionKeys"/>.
    /// </summary>
    public const int FullKeySetFrameBytes = 2 * 1024 * 1024;

    /// <summary>What one member's entry takes in such a frame, in bytes.</summary>
    public const int FullKeySetBytesPerMember = 1_592;

    public const int ReplyBytes = 4 * 1024 * 1024;

    /// <summary>The answer to <see cref="Conversations.RequestGetConversationsFull"/>.</summary>
    public const int ConversationsReplyBytes = 16 * 1024 * 1024;

    /// <summary>A message's ciphertext with its tag, before base64.</summary>
    public const int MessageBodyBytes = 96 * 1024;

    public const int PageMessages = 200;
    public const int PageBytes = 1024 * 1024;

    public const int MembersPerConversation = 1_000;
    public const int ConversationsPerUser = 2_000;
    public const int ApplicationsPerUser = 10;
    public const int ParamsPerUser = 64;
    public const int ParamBytes = 64 * 1024;
    public const int RecordersPerNetwork = 8;

    public const int FilesPerMessage = 100;

    /// <summary>One file as stored, that is encrypted.</summary>
    public const int FileBytes = 1024 * 1024 * 1024;

    public const int FileNameCharacters = 1_024;
    public const int MimeTypeCharacters = 128;
    public const int FilesWaitSeconds = 30;
    public const int DownloadUrlSeconds = 5 * 60;
    public const int UploadUrlSeconds = 24 * 60 * 60;

    /// <summary>After so long without a byte an unfinished file is removed.</summary>
    public const int AbandonedUploadSeconds = 24 * 60 * 60;

    public const int AvatarBytes = 1024 * 1024;
    public const int FilesMebibytes = 1_048_576;
    public const int UnfinishedFilesPerUser = 200;

    /// <summary>Up and down together, at the same time.</summary>
    public const int TransfersPerUser = 32;


    /// <summary>Notifications waiting for a slow reader; beyond it the connection ends and the device catches up from its cursor.</summary>
    public const int WaitingNotificationBytes = 1024 * 1024;

    public const int MessagesPerSecondAndUser = 60;
    public const int MessageBurst = 120;
    public const int TypingIntervalMilliseconds = 1_000;

    public const int UnauthenticatedSeconds = 60;
    public const int CodeDigits = 6;
    public const int CodeSeconds = 10 * 60;
    public const int CodeChecks = 5;
    public const int CodesPerNumberAndDay = 5;
    public const int CodesPerAddressAndHour = 20;
    public const int UnknownIdsPerUserAndDay = 5_000;

    public const int ReportsPerUserAndDay = 20;
    public const int OpenReportsPerUser = 100;
    public const int ReportReasonCharacters = 1_000;

    public const int BotChallengeSeconds = 60;
    public const int BotChallengeBytes = 32;
    public const int ApplicationSecretBytes = 32;

    public const int FeedFacts = 1_000;
    public const int FeedWaitMilliseconds = 30_000;
    public const int RecorderLagAlarmHours = 24;
    public const int ChangesKeptDays = 30;
    public const int ChangesPerPage = 1_000;

    /// <summary>A page with fewer changes than this, and than were wanted, is the last.</summary>
    public const int ChangesPageLeast = 16;
}
