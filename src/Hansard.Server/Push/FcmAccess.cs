using System.Security.Cryptography;
using System.Text.Json;
using Hansard.Server.Deliveries;

namespace Hansard.Server.Push;

/// <summary>An answer of Google's token endpoint.</summary>
/// <param name="ExpiresIn">Seconds.</param>
internal sealed record FcmGrant(string? AccessToken, long ExpiresIn);

/// <summary>An access token, or why there is none.</summary>
internal readonly record struct Access(string? Token, Outcome Failure);

/// <summary>
/// Exchanges a signed assertion for an access token (RFC 7523) and keeps it until shortly before it ends. Of many that need one, one asks.
/// </summary>
internal sealed class FcmAccess(FcmAccount account, HttpClient http, TimeProvider time) : IDisposable
{
    private const string Scope = "https://www.googleapis.com/auth/firebase.messaging";
    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>What Google allows at most.</summary>
    private const int AssertionSeconds = 3_600;

    /// <summary>A token that ends within this time is not used any more.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim asking = new(1);
    private volatile Granted? granted;

    private sealed record Granted(string Token, DateTimeOffset Until);

    public async Task<Access> Token(CancellationToken cancellation)
    {
        if (Usable() is { } kept) return new Access(kept, default);
        await asking.WaitAsync(cancellation);
        try
        {
            return Usable() is { } fresh ? new Access(fresh, default) : await Ask(cancellation);
        }
        finally
        {
            asking.Release();
        }
    }

    /// <summary>The provider did not take this token; the next message gets another one.</summary>
    public void Forget(string token)
    {
        if (granted is { } now && now.Token == token) Interlocked.CompareExchange(ref granted, null, now);
    }

    private string? Usable() => granted is { } now && time.GetUtcNow() < now.Until ? now.Token : null;

    private async Task<Access> Ask(CancellationToken cancellation)
    {
        using FormUrlEncodedContent form = new([new("grant_type", GrantType), new("assertion", Assertion())]);
        using HttpRequestMessage request = new(HttpMethod.Post, account.TokenAddress) { Content = form };
        using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!answer.IsSuccessStatusCode)
            return new Access(null, Outcome.Failed($"no access token: status {(int)answer.StatusCode}", OutgoingHttp.RetryAfter(answer, time.GetUtcNow())));
        if (Read(await OutgoingHttp.ReadBeginning(answer, cancellation)) is not { AccessToken: { Length: > 0 } token } grant)
            return new Access(null, Outcome.Failed("no access token: the answer holds none"));
        granted = new Granted(token, time.GetUtcNow().AddSeconds(Math.Clamp(grant.ExpiresIn, 0, AssertionSeconds)) - Margin);
        return new Access(token, default);
    }

    private string Assertion()
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        JwtClaims claims = new(account.ClientEmail, now, Scope, account.TokenAddress.ToString(), now + AssertionSeconds);
        return Jwt.Sign("RS256", account.KeyId, claims, signed => account.Key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static FcmGrant? Read(byte[] answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, PushJson.Default.FcmGrant);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose() => asking.Dispose();
}
