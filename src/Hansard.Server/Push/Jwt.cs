using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Hansard.Server.Push;

internal sealed record JwtHeader(string Alg, string Typ, string Kid);

/// <param name="Iat">Epoch seconds, as is <paramref name="Exp"/>.</param>
internal sealed record JwtClaims(string Iss, long Iat, string? Scope = null, string? Aud = null, long? Exp = null);

/// <summary>JSON Web Tokens in their compact form (RFC 7515, 7.1), signed by whatever key the caller has.</summary>
internal static class Jwt
{
    public static string Sign(string algorithm, string keyId, JwtClaims claims, Func<byte[], byte[]> sign)
    {
        string signed = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new JwtHeader(algorithm, "JWT", keyId), PushJson.Default.JwtHeader))
            + "." + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, PushJson.Default.JwtClaims));
        return signed + "." + Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)));
    }
}
