using System.Collections.Concurrent;
using Hansard.Protocol;
using Hansard.Server.Connections;
using Hansard.Server.Networks;

namespace Hansard.Server.Dispatch;

/// <summary>Which allowance a request spends.</summary>
internal enum RateLimit
{
    None,

    /// <summary>Messages per second and user, with a burst: a token bucket (network limits).</summary>
    Messages,
}

/// <summary>What users have left of their allowances; kept in memory, so a restart refills them.</summary>
internal sealed class RateLimiter(TimeProvider time)
{
    /// <summary>Users remembered; beyond it those with a full bucket are forgotten, who would get a full one anyway.</summary>
    private const int BucketsMaximum = 100_000;

    private readonly ConcurrentDictionary<long, Bucket> buckets = new();

    public bool TrySpend(RateLimit limit, Caller caller)
    {
        if (limit == RateLimit.None) return true;
        NetworkLimits limits = caller.Network.Settings.Limits;
        if (buckets.Count > BucketsMaximum) ForgetFull(limits);
        Bucket bucket = buckets.GetOrAdd(caller.UserKey, static (_, burst) => new Bucket { Tokens = burst }, limits.MessagesBurstPerUser);
        return bucket.TryTake(limits.MessagesPerSecondPerUser, limits.MessagesBurstPerUser, time.GetTimestamp(), time.TimestampFrequency);
    }

    private void ForgetFull(NetworkLimits limits)
    {
        foreach ((long userKey, Bucket bucket) in buckets)
            if (bucket.IsFull(limits.MessagesPerSecondPerUser, limits.MessagesBurstPerUser, time.GetTimestamp(), time.TimestampFrequency))
                buckets.TryRemove(userKey, out _);
    }

    private sealed class Bucket
    {
        private readonly Lock gate = new();
        private long lastTimestamp = -1;

        public double Tokens { get; set; }

        public bool TryTake(double perSecond, double burst, long now, long frequency)
        {
            lock (gate)
            {
                Refill(perSecond, burst, now, frequency);
                if (Tokens < 1) return false;
                Tokens--;
                return true;
            }
        }

        public bool IsFull(double perSecond, double burst, long now, long frequency)
        {
            lock (gate)
            {
                Refill(perSecond, burst, now, frequency);
                return Tokens >= burst;
            }
        }

        private void Refill(double perSecond, double burst, long now, long frequency)
        {
            if (lastTimestamp >= 0) Tokens = Math.Min(burst, Tokens + perSecond * (now - lastTimestamp) / frequency);
            lastTimestamp = now;
        }
    }
}
