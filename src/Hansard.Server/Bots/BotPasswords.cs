using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Hansard.Server.Networks;

namespace Hansard.Server.Bots;

/// <summary>
/// One-time passwords: each lets one bot announce itself, after which a person must still approve it. One is made with the network, more on
/// demand. They do not grow old: what they open is only the waiting room.
/// </summary>
internal static class BotPasswords
{
    /// <summary>No letter or digit that looks like another (RFC 4648, 6, without I, L, O and U: Crockford's).</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>25 characters of five bits: nobody guesses it, and a person can type it.</summary>
    private const int Groups = 5, GroupCharacters = 5;

    public static string Make(DbConnection sql, Network network, long now)
    {
        string password = string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupCharacters)));
        sql.Execute("INSERT INTO bot_passwords (network_id, hash, created) VALUES (@network, @hash, @now)", new { network = network.Id, hash = Hash(password), now });
        return password;
    }

    /// <summary>Whether it was made and is not used yet.</summary>
    public static bool Exists(DbConnection sql, Network network, string password) => sql.ExecuteScalar<long>(
        "SELECT COUNT(*) FROM bot_passwords WHERE network_id = @network AND hash = @hash", new { network = network.Id, hash = Hash(password) }) > 0;

    public static void Use(DbConnection sql, Network network, string password) =>
        sql.Execute("DELETE FROM bot_passwords WHERE network_id = @network AND hash = @hash", new { network = network.Id, hash = Hash(password) });

    private static byte[] Hash(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));
}
