using System.Security.Cryptography;

namespace Hansard.Server.Push;

/// <summary>
/// The provider token for APNs. Apple takes none older than an hour, and no new one more often than every 20 minutes; all messages of a
/// time share one.
/// </summary>
internal sealed class ApnsAccess(ApnsKey key, TimeProvider time)
{
    public static readonly TimeSpan RenewedAfter = TimeSpan.FromMinutes(40), RenewedNotBefore = TimeSpan.FromMinutes(20);

    private readonly Lock gate = new();
    private string? token;
    private DateTimeOffset issued;

    public string Token()
    {
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            // A clock that was set back makes a token of the future, which Apple does not take either.
            if (token is not null && now >= issued && now - issued < RenewedAfter) return token;
            token = Jwt.Sign("ES256", key.KeyId, new JwtClaims(key.TeamId, now.ToUnixTimeSeconds()),
                signed => key.Key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
            issued = now;
            return token;
        }
    }

    /// <summary>Apple calls this token expired. Another one is made if that is allowed by now; the time until then.</summary>
    public TimeSpan Expired(string refused)
    {
        lock (gate)
        {
            if (token != refused) return TimeSpan.Zero;
            TimeSpan left = issued + RenewedNotBefore - time.GetUtcNow();
            if (left > TimeSpan.Zero) return left;
            token = null;
            return TimeSpan.Zero;
        }
    }
}
