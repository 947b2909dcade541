using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>For what a code is good; one for each user, application and purpose is alive at a time.</summary>
internal static class CodePurposes
{
    public const string Registration = "registration";
    public const string KeysUpdate = "keysUpdate";
    public const string Deletion = "deletion";
}

/// <summary>Whose code it is and for what.</summary>
internal readonly record struct CodeSubject(Network Network, long UserKey, UserId UserId, ApplicationUuid Application, string Purpose);

/// <summary>
/// Codes that prove a telephone number. Stored hashed under the server's key: six digits are found at once from a plain hash. Five checks,
/// ten minutes, one use; a new code ends the old.
/// </summary>
internal sealed class Codes(byte[] serverKey)
{
    private sealed record Row(byte[] CodeHash, string Pending);

    /// <summary>A new code in place of any older one.</summary>
    /// <param name="pending">What takes effect when it is confirmed.</param>
    public string Issue(Batch batch, CodeSubject subject, string pending)
    {
        int digits = subject.Network.Settings.Limits.CodeDigits;
        string code = RandomNumberGenerator.GetInt32((int)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
        batch.Sql.Execute("""
            DELETE FROM codes WHERE user_key = @UserKey AND expires <= @now;
            INSERT INTO codes (user_key, application_uuid, purpose, code_hash, pending, expires, checks)
            VALUES (@UserKey, @application, @Purpose, @hash, @pending, @expires, 0)
            ON CONFLICT (user_key, application_uuid, purpose) DO UPDATE SET
                code_hash = excluded.code_hash, pending = excluded.pending, expires = excluded.expires, checks = 0
            """, new
        {
            subject.UserKey, application = subject.Application.Value, subject.Purpose, hash = Hash(subject, code), pending,
            now = batch.Now, expires = batch.Now + Limits.CodeSeconds * 1_000_000L,
        });
        return code;
    }

    /// <summary>
    /// What was to take effect, if this is the code; it is used up by that. The check is counted before the code is looked at, and the
    /// answer leaves after the commit, so that guesses at the same time are counted like guesses one by one.
    /// </summary>
    public string? Redeem(Batch batch, CodeSubject subject, string code)
    {
        DbConnection sql = batch.Sql;
        var key = new { subject.UserKey, application = subject.Application.Value, subject.Purpose, now = batch.Now, most = Limits.CodeChecks };
        Row? stored = sql.QuerySingleOrDefault<Row>("""
            UPDATE codes SET checks = checks + 1
            WHERE user_key = @UserKey AND application_uuid = @application AND purpose = @Purpose AND expires > @now AND checks < @most
            RETURNING code_hash AS CodeHash, pending AS Pending
            """, key);
        if (stored is null || !CryptographicOperations.FixedTimeEquals(stored.CodeHash, Hash(subject, code))) return null;
        sql.Execute("DELETE FROM codes WHERE user_key = @UserKey AND application_uuid = @application AND purpose = @Purpose", key);
        return stored.Pending;
    }

    private byte[] Hash(CodeSubject subject, string code) => HMACSHA256.HashData(serverKey, Encoding.UTF8.GetBytes(
        $"hansard/code/1\n{subject.Network.Name}\n{subject.UserId.Value}\n{subject.Application.Value}\n{subject.Purpose}\n{code}"));
}
