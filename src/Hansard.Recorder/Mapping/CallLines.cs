using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Record.Format;

namespace Hansard.Recorder.Mapping;

/// <summary>Calls, and the video chats of chat rooms, which the documented record knows as calls too. Pure.</summary>
internal sealed class CallLines(Naming naming)
{
    /// <summary>Under which a conversation's video chat is looked up; no call of a client can have this id.</summary>
    public const string VideoRequested = "\u0000videoRequested", VideoStarted = "\u0000videoStarted";

    private const int MicrosecondsPerSecond = 1_000_000;

    /// <summary>Of the documented <c>call</c> object.</summary>
    private const int CallVersion = 2;

    public Documented Of(SaidContent said, CallContent call, Earlier earlier)
    {
        var start = earlier.CallStart(call.Call) is { } first && first != said.Message ? naming.MessageId(said.Conversation, first) : null;
        var isInvite = call.Status == CallStatus.Started && (call.Invited is not null || start is not null);
        var people = call.Status == CallStatus.Started ? call.Invited ?? call.Participants ?? [] : call.Participants;
        var line = new Documented(MessageType.Call, LineMember.Object("call", writer =>
        {
            if (call.Uri is { } uri) writer.Member("calluri", uri);
            if (call.UriIpv6 is { } uriIpv6) writer.Member("calluriipv6", uriIpv6);
            if (call.DurationSeconds is { } seconds) writer.Member("duration", seconds);
            if (isInvite && start is not null) writer.Member("invitemsgid", start);
            writer.Member("meetingid", call.Meeting ?? 0);
            if (people is not null) writer.Member("participants", people.Select(Naming.HashOf));
            if (start is not null) writer.Member("startmsgid", start);
            writer.Member("status", call.Status);
            writer.Member("version", CallVersion);
            writer.Member("versioncheck", true);
        }));
        return people is null or [] ? line : line.Keeping(Names(people));
    }

    /// <summary>The steps of a video chat that begin and end it; the generic line for those between.</summary>
    public Documented Of(SaidContent said, VideoStepContent step, Earlier earlier) => step switch
    {
        VideoRequestedByAgentContent or VideoRequestedByCustomerContent => Video(CallStatus.Started, null, null),
        VideoRejectedContent => Video(CallStatus.Cancelled, StartOf(said, earlier), null),
        VideoEndedContent => Video(CallStatus.Completed, StartOf(said, earlier), DurationOf(said, earlier)),
        _ => Documented.Generic,
    };

    private static Documented Video(int status, string? start, long? seconds) => new(MessageType.Call, LineMember.Object("call", writer =>
    {
        if (seconds is { } duration) writer.Member("duration", duration);
        writer.Member("meetingid", 0);
        if (start is not null) writer.Member("startmsgid", start);
        writer.Member("status", status);
        writer.Member("version", CallVersion);
        writer.Member("versioncheck", true);
    }));

    private string? StartOf(SaidContent said, Earlier earlier) =>
        earlier.CallStart(VideoRequested) is { } request ? naming.MessageId(said.Conversation, request) : null;

    /// <summary>A clock that was set back in between gives no negative one.</summary>
    private static long DurationOf(SaidContent said, Earlier earlier) =>
        earlier.CallStart(VideoStarted) is { } started && earlier.Message(started) is { } began ? Math.Max(0, (said.Ts - began.Ts) / MicrosecondsPerSecond) : 0;

    /// <summary>Whose hashes the participants are.</summary>
    private LineMember Names(IReadOnlyList<UserId> people) => LineMember.Object("participants", writer =>
    {
        foreach (var (hash, name) in people.Select(user => (Naming.HashOf(user), naming.NameOf(user))).DistinctBy(one => one.Item1).OrderBy(one => one.Item1, StringComparer.Ordinal))
            writer.Member(hash, name);
    });
}
