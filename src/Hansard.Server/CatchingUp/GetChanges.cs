using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.CatchingUp;
using Hansard.Server.Connections;
using Hansard.Server.Files;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.CatchingUp;

/// <summary>
/// RequestGetChanges: what a device missed, as the notifications that would be sent now, each of them once however often it changed. A cursor
/// that cannot be followed any more is answered so, and never with a part of what there was.
/// </summary>
internal sealed class GetChanges(Database database, FileUrls urls, TimeProvider time)
{
    private static readonly long KeptMs = (long)TimeSpan.FromDays(Limits.ChangesKeptDays).TotalMilliseconds;

    public Result<ResponseChanges> Handle(RequestGetChanges request, Caller caller)
    {
        if (request.Size is < 1 or > Limits.ChangesPerPage) return Failure.Invalid($"size must be from 1 to {Limits.ChangesPerPage}.");
        return database.Read<Result<ResponseChanges>>(sql => Page(sql, request, caller));
    }

    private ResponseChanges Page(DbConnection sql, RequestGetChanges request, Caller caller)
    {
        (ChangePoint now, long forgotten) = ChangeStore.Now(sql, caller.Network, time.GetUtcNow().ToUnixTimeMilliseconds());
        ChangeCursor? cursor = request.Cursor is null ? null : ChangeCursor.Read(request.Cursor);
        if (cursor is null || !Follows(sql, caller.Network, cursor.From, now, forgotten) || (cursor.To is { } until && !Follows(sql, caller.Network, until, now, forgotten)))
            return new ResponseChanges([], new ChangeCursor(now).ToString(), Recovered: false);
        ChangePage page = new(request.Size);
        ChangePoint to = cursor.To ?? now;
        ChangePosition? rest = new MissedChanges(sql, urls, caller, cursor.From, page).Tell(cursor.Position);
        ChangeCursor next = rest is { } position ? cursor with { To = to, Position = position } : new ChangeCursor(to);
        return new ResponseChanges(page.Frames, next.ToString(), Recovered: true);
    }

    /// <summary>Whether everything that came after a moment is still known, and the store's past is the one that the moment belongs to.</summary>
    private static bool Follows(DbConnection sql, Network network, ChangePoint moment, ChangePoint now, long forgotten) =>
        moment.Changed >= forgotten && moment.Changed <= now.Changed && moment.TimeMs >= now.TimeMs - KeptMs
        && moment.FactHash == ChangeStore.FactHash(sql, network, moment.Sequence);
}
