using System.Collections.Concurrent;
using Hansard.Archive.Attachments;
using Hansard.Archive.Log;
using Hansard.Client;
using Hansard.Client.Connections;
using Hansard.Client.Files;
using Hansard.Protocol;
using Hansard.Recorder.Feed;
using Hansard.Recorder.Mapping;

namespace Hansard.Recorder.Attachments;

/// <summary>
/// Brings files from the server onto the recorder's disk, several at once. What came of each is remembered until its line is recorded, and what a
/// lost connection broke off goes on with the next one.
/// </summary>
internal sealed class AttachmentFetcher(AttachmentFolder folder, FileDownloads downloads, DiskPatience disk) : IDisposable
{
    /// <summary>Files that are fetched at the same time.</summary>
    private const int AtOnce = 4;

    private static readonly Failure Another = Failure.Invalid("The file is not the one that its message says.");

    private readonly ConcurrentDictionary<(long Seq, int Part), FetchedFile> fetched = new();
    private readonly ConcurrentDictionary<(long Seq, int Part), IncomingFile> broken = new();

    /// <summary>What came of a file; null where it was not asked for.</summary>
    public FetchedFile? Of(long seq, int part) => fetched.GetValueOrDefault((seq, part));

    /// <summary>Fetches what is not known yet.</summary>
    /// <returns>Null, or why the connection is of no more use: that says nothing of the files.</returns>
    public async Task<Failure?> FetchAsync(MessengerConnection connection, IReadOnlyList<WantedFile> wanted, CancellationToken cancellation)
    {
        Failure? lost = null;
        var missing = wanted.Where(one => Of(one.Seq, one.Part) is null).ToArray();
        if (missing.Length == 0) return null;
        await Parallel.ForEachAsync(missing, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (one, stop) =>
        {
            if (Volatile.Read(ref lost) is not null) return;
            if (await disk.UntilItWorksAsync(() => FetchAsync(connection, one, stop), stop) is { } failure) Volatile.Write(ref lost, failure);
        });
        return lost;
    }

    /// <summary>The lines of everything that was fetched are in the record.</summary>
    public void Recorded()
    {
        fetched.Clear();
        folder.Recorded();
    }

    public void Dispose()
    {
        foreach (var incoming in broken.Values) incoming.Discard();
        broken.Clear();
    }

    private async Task<Failure?> FetchAsync(MessengerConnection connection, WantedFile one, CancellationToken cancellation)
    {
        var key = (one.Seq, one.Part);
        if (folder.Find(one.NameOf, one.File.Sha256, one.File.Size) is { } there)
        {
            fetched[key] = new FetchedFile(there, null);
            return null;
        }
        var incoming = broken.GetOrAdd(key, _ => folder.Begin());
        try
        {
            var failure = await downloads.FetchAsync(connection, one.Conversation, one.Message, one.File, incoming.Pieces, chunk =>
            {
                incoming.Write(chunk.Span);
                return Task.CompletedTask;
            }, cancellation);
            if (failure is not null && IsOutage(failure, connection)) return failure;
            broken.TryRemove(key, out _);
            if (failure is null && (incoming.Length, incoming.Sha256) == (one.File.Size, one.File.Sha256))
            {
                fetched[key] = new FetchedFile(folder.Keep(incoming, one.NameOf), null);
                return null;
            }
            incoming.Discard();
            fetched[key] = FetchedFile.Missing(failure?.Status == Status.NotFound && !one.HasCome ? FetchedFile.NotYet : (failure ?? Another).Description);
            return null;
        }
        catch (RecordHaltedException)
        {
            // After a failed flush nobody knows what of it is on the disk.
            broken.TryRemove(key, out _);
            incoming.Discard();
            throw;
        }
    }

    /// <summary>The network is away, or the server: the file is not missing for that.</summary>
    private static bool IsOutage(Failure failure, MessengerConnection connection) => failure.Status == ClientStatus.Disconnected || connection.Ended.IsCompleted;
}
