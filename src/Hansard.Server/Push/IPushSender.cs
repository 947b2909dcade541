using Hansard.Server.Deliveries;

namespace Hansard.Server.Push;

/// <summary>What a provider said to one push message.</summary>
/// <param name="GoneMs">Not null where the token is no more: since when, in epoch milliseconds by the provider's clock.</param>
internal readonly record struct PushAnswer(Outcome Outcome, long? GoneMs = null)
{
    public static implicit operator PushAnswer(Outcome outcome) => new(outcome);

    public static PushAnswer Gone(long sinceMs) => new(Outcome.Done, sinceMs);
}

/// <summary>
/// A provider of push messages. What it is sent says that there is something new and nothing else: neither who wrote nor where nor what.
/// </summary>
internal interface IPushSender : IDisposable
{
    /// <summary>For the log.</summary>
    string Name { get; }

    /// <summary>Whether a device's token is one of this provider's.</summary>
    bool Knows(string deviceToken);

    Task<PushAnswer> Send(string deviceToken, CancellationToken cancellation);
}
