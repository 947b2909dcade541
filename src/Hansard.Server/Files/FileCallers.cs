using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Bots;
using Hansard.Server.Connections;
using Hansard.Server.Networks;

namespace Hansard.Server.Files;

/// <summary>Who stands behind a signed URL: a device that was signed in when it was given, and may have been deleted since.</summary>
internal static class FileCallers
{
    private sealed record Row(long ApplicationKey, long UserKey, string UserId, long IsBot, long? IsRecorder, string? BotState);

    /// <summary>Null where the network has no such device, or no more.</summary>
    public static Caller? Find(DbConnection sql, Network network, DeviceId device)
    {
        Row? row = sql.QuerySingleOrDefault<Row>("""
            SELECT a.id AS ApplicationKey, u.id AS UserKey, u.user_id AS UserId, u.is_bot AS IsBot, b.is_recorder AS IsRecorder, b.state AS BotState
            FROM applications a JOIN users u ON u.id = a.user_key LEFT JOIN bots b ON b.user_key = u.id
            WHERE a.device_id = @device AND a.deleted = 0 AND a.confirmed = 1 AND u.network_id = @network AND u.registered IS NOT NULL
            """, new { device = device.Value, network = network.Id });
        if (row is null || (row.IsBot != 0 && row.BotState != BotStates.Active)) return null;
        CallerKind kind = row.IsBot == 0 ? CallerKind.Person : row.IsRecorder == 1 ? CallerKind.Recorder : CallerKind.Bot;
        return new Caller(network, kind, row.UserKey, new(row.UserId), row.ApplicationKey, device, ConnectionId: 0);
    }
}
