using Hansard.Protocol;
using Hansard.Protocol.Frames;
using Hansard.Server.Connections;
using Hansard.Server.Storage;

namespace Hansard.Server.Fanout;

/// <summary>Something to be said or done once a batch is durable, in the batch's order.</summary>
internal abstract record Announcement;

/// <summary>A work item's turn to answer whoever asked.</summary>
internal sealed record Completed(Work Work, Exception? Failure) : Announcement;

/// <summary>A change of this process's memory that must not be seen before its commit: a sign-in, replaced settings, an ended socket.</summary>
internal sealed record AfterCommit(Action Act) : Announcement;

/// <summary>A notification to every live application of some users that differs from one to the other, as signed URLs do.</summary>
internal abstract record PersonalNotice(IReadOnlyList<long> UserKeys) : Announcement
{
    public abstract byte[] FrameFor(Caller caller);
}

internal sealed record PersonalNotice<TBody>(IReadOnlyList<long> UserKeys, Func<Caller, TBody> BodyFor) : PersonalNotice(UserKeys)
    where TBody : class, INotification
{
    public override byte[] FrameFor(Caller caller) => FrameWriter.ToBytes(BodyFor(caller));
}

/// <summary>A notification to every live application of some users, except one connection (0: none).</summary>
/// <param name="SupersedeKey">Not 0: while one with this key waits in a connection's queue, a newer one takes its place.</param>
internal abstract record Notice(IReadOnlyList<long> UserKeys, long ExceptConnection, long SupersedeKey) : Announcement
{
    /// <summary>Not null: devices of these users that have no live socket are pushed, except those of this user.</summary>
    public long? PushedExceptUser { get; init; }

    public abstract byte[] Frame();
}

internal sealed record Notice<TBody>(IReadOnlyList<long> UserKeys, TBody Body, long ExceptConnection = 0, long SupersedeKey = 0)
    : Notice(UserKeys, ExceptConnection, SupersedeKey)
    where TBody : class, INotification
{
    public override byte[] Frame() => FrameWriter.ToBytes(Body);
}
