using Hansard.Bench.Wire;

namespace Hansard.Bench.Load;

/// <summary>One connection of a run and what happens on it. Everything runs on the one thread of <see cref="LoadLoop"/>.</summary>
internal abstract class Peer(WireConnection connection)
{
    public WireConnection Connection => connection;

    /// <summary>Messages that this peer saw through to the end: answered, and known to everyone who must be told.</summary>
    public abstract long Completed { get; }

    /// <summary>What is still owed to this peer, for people; null when nothing is.</summary>
    public abstract string? Owed { get; }

    /// <summary>True when this peer may send because of what happened on another connection.</summary>
    public virtual bool Stalled => false;

    /// <summary>Writes as many frames as the window allows.</summary>
    public abstract void Pump(long now);

    /// <summary>Checks one frame; throws <see cref="LoadFailure"/> on anything that must not be.</summary>
    public abstract void Take(ReadOnlySpan<byte> frame, long now);
}
