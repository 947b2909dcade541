using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Server.Accounts;
using Hansard.Server.Bots;
using Hansard.Server.Connections;
using Hansard.Server.Messages;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Journal;

/// <summary>RequestRecorderFeed and RequestAcknowledgeFeed: a recorder follows the journal of its network, byte for byte as it was committed.</summary>
internal sealed class RecorderFeed(Database database, TimeProvider time, Eraser eraser)
{
    /// <summary>Room in an answer for the head and the names of its members, in bytes.</summary>
    private const int EnvelopeBytes = 4_096;

    /// <summary>What a ciphertext or a fact adds beside its own characters, in bytes.</summary>
    private const int EntryBytes = 128;

    /// <summary>The largest wrap with its signature, the signer's public key and five ids.</summary>
    private const int WrapBytes = 2 * Ciphertext.KeyCharactersMaximum + PemText.PublicKeyCharactersMaximum + 8 * Limits.IdCharacters + EntryBytes;

    public async ValueTask<Result<ResponseRecorderFeed>> Read(RequestRecorderFeed request, Caller caller, CancellationToken ended)
    {
        if (request.After < 0) return Failure.Invalid("after must not be negative.");
        if (request.Size is < 1 or > Limits.FeedFacts) return Failure.Invalid($"size must be from 1 to {Limits.FeedFacts}.");
        if (request.WaitMs is < 0 or > Limits.FeedWaitMilliseconds) return Failure.Invalid($"waitMs must be from 0 to {Limits.FeedWaitMilliseconds}.");
        await UntilNews(caller.Network, request, ended);
        return database.Read(sql => Page(sql, request, caller));
    }

    /// <summary>Until there is a fact after the cursor, or the time is over, or the connection is to end: the answer then says what there is.</summary>
    private async ValueTask UntilNews(Network network, RequestRecorderFeed request, CancellationToken ended)
    {
        // Whoever asks for the news before he looks misses none.
        Task news = network.News;
        if (request.WaitMs == 0 || network.PublishedHead.Sequence > request.After) return;
        try
        {
            await news.WaitAsync(TimeSpan.FromMilliseconds(request.WaitMs), time, ended);
        }
        catch (Exception noNews) when (noNews is TimeoutException or OperationCanceledException)
        {
            // An answer without facts says that there is no news.
        }
    }

    private static Result<ResponseRecorderFeed> Page(DbConnection sql, RequestRecorderFeed request, Caller caller)
    {
        JournalHead head = FeedStore.Head(sql, caller.Network);
        if (request.After > head.Sequence)
            return Failure.Conflict($"The journal ends at {head.Sequence}, before {request.After}: this is not the journal that the recorder has followed, or it was set back.");
        List<RawJson> facts = [];
        List<FeedBody> bodies = [];
        List<long> keyIds = [];
        int bytes = EnvelopeBytes;
        foreach (FeedRow row in FeedStore.After(sql, caller.Network, request.After, request.Size))
        {
            bytes += EntryBytes + row.Json.Length + (row.SessionKeyId is null ? 0 : WrapBytes) + (row.Iv?.Length ?? 0) + (row.Body?.Length ?? 0);
            if (bytes > Limits.ReplyBytes) break;
            facts.Add(new RawJson(row.Json));
            if (row is { Iv: { } iv, Body: { } body }) bodies.Add(new FeedBody(request.After + facts.Count, iv, body));
            if (row.SessionKeyId is { } keyId) keyIds.Add(keyId);
        }
        return new ResponseRecorderFeed(facts, bodies, [.. FeedStore.Wraps(sql, keyIds, caller.UserKey, caller.UserId)],
            head.Sequence, HeadHash.Hex(head.Hash), Convert.ToBase64String(head.Signature));
    }

    /// <summary>What is acknowledged is on the recorder's disk, so it may be erased here; it is never taken back.</summary>
    public Failure? Acknowledge(RequestAcknowledgeFeed request, Caller caller, Batch batch)
    {
        if (request.Through < 0 || request.Through > caller.Network.PublishedHead.Sequence)
            return Failure.Invalid($"through must be from 0 to the journal's head, {caller.Network.PublishedHead.Sequence}.");
        BotStore.Acknowledge(batch.Sql, caller.UserKey, request.Through);
        eraser.EraseDue(batch, caller.Network);
        return null;
    }
}
