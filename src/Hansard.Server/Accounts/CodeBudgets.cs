using System.Net;
using System.Security.Cryptography;
using Hansard.Protocol;
using Hansard.Server.Connections;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>How many codes may be asked for: a number is not flooded, and an address does not try one number after the other.</summary>
internal sealed class CodeBudgets(byte[] serverKey)
{
    /// <summary>What an Internet provider gives to one customer: the first 64 bits of an IPv6 address.</summary>
    private const int CustomerPrefixBytes = 8;

    private static readonly Failure Spent = Failure.TooManyRequests("Too many codes were asked for; try again later.");

    /// <summary>Before anything is stored of the number: whoever has no budget leaves no trace.</summary>
    public Failure? Spend(Batch batch, Connection connection, UserId userId)
    {
        NetworkLimits limits = connection.Network.Settings.Limits;
        Budget.Sweep(batch.Sql, batch.Now);
        IPAddress address = connection.Address.IsIPv4MappedToIPv6 ? connection.Address.MapToIPv4() : connection.Address;
        bool allowed = IPAddress.IsLoopback(address)
            || new Budget($"codes/address/{Hidden(address)}", limits.CodesPerAddressAndHour, Budget.HourMicroseconds).TrySpend(batch.Sql, batch.Now);
        allowed = allowed && new Budget($"codes/number/{connection.Network.Id}/{userId}", limits.CodesPerNumberAndDay, Budget.DayMicroseconds).TrySpend(batch.Sql, batch.Now);
        return allowed ? null : Spent;
    }

    /// <summary>An address is personal data: the database holds it only as hashed under the server's key.</summary>
    private string Hidden(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        ReadOnlySpan<byte> customer = bytes.Length > CustomerPrefixBytes ? bytes.AsSpan(0, CustomerPrefixBytes) : bytes;
        byte[] text = [.. "hansard/address/1\n"u8, .. customer];
        return Convert.ToHexStringLower(HMACSHA256.HashData(serverKey, text));
    }
}
