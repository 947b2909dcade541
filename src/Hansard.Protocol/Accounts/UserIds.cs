using System.Security.Cryptography;
using System.Text;

namespace Hansard.Protocol.Accounts;

/// <summary>How ids of users are made: always base64 of a SHA-256, so that people and bots look alike.</summary>
public static class UserIds
{
    /// <summary>base64(SHA-256(<c>bot:</c> network <c>/</c> userName)).</summary>
    public static UserId OfBot(string network, string userName) => Hashed($"bot:{network}/{userName}");

    internal static UserId Hashed(string name) => new(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
}
