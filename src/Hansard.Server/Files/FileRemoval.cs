using System.Threading.Channels;
using Hansard.Protocol;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Files;

/// <summary>
/// Takes from the disk what the database names no more: what was erased, at once; and at the start and every hour uploads that were abandoned, and
/// whatever a crash has left. A file has its row before its first byte and loses it before its last, so bytes without a row are nobody's.
/// </summary>
internal sealed partial class FileRemoval : IAsyncDisposable
{
    /// <summary>Between two looks at the whole folder, in seconds.</summary>
    private const int SweepSeconds = 60 * 60;

    /// <summary>Names that may wait to be removed; the next look at the folder finds the rest.</summary>
    private const int WaitingMaximum = 100_000;

    /// <summary>Names that are looked up together.</summary>
    private const int ChunkNames = 500;

    private const int NameCharacters = 32;

    private readonly Channel<string> erased = Channel.CreateBounded<string>(new BoundedChannelOptions(WaitingMaximum) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource stopping = new();
    private readonly IFileDisk disk;
    private readonly Database database;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private Task running = Task.CompletedTask;

    public FileRemoval(IFileDisk disk, Database database, TimeProvider time, ILogger log)
    {
        this.disk = disk;
        this.database = database;
        this.time = time;
        this.log = log;
    }

    /// <summary>Begins its work; commands that only open the folder do without.</summary>
    public void Start(GroupCommit writer) => running = Task.WhenAll(Task.Run(RemoveErased), Task.Run(() => SweepNowAndThen(writer)));

    /// <summary>These are erased, and the batch that did it is committed.</summary>
    public void RemoveLater(IEnumerable<string> names)
    {
        foreach (string name in names) erased.Writer.TryWrite(name);
    }

    /// <summary>Removes whatever is not to be there.</summary>
    public async Task Sweep(GroupCommit writer)
    {
        List<string> abandoned = await writer.Run(batch => FileStore.EraseAbandoned(batch.Sql, batch.Now - Limits.AbandonedUploadSeconds * 1_000_000L)).WaitAsync(stopping.Token);
        foreach (string name in abandoned) disk.Remove(name);
        foreach (string[] names in disk.Names().Where(IsOurs).Distinct().Chunk(ChunkNames))
            foreach (string name in database.Read(sql => FileStore.Unknown(sql, names).ToList())) disk.Remove(name);
    }

    private static bool IsOurs(string name) => name.Length == NameCharacters && name.All(char.IsAsciiHexDigitLower);

    private async Task RemoveErased()
    {
        await foreach (string name in erased.Reader.ReadAllAsync()) Guarded(() => disk.Remove(name));
    }

    private async Task SweepNowAndThen(GroupCommit writer)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(SweepSeconds), time);
        try
        {
            do await SweepGuarded(writer);
            while (await timer.WaitForNextTickAsync(stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The server stops; the next start begins with a sweep.
        }
    }

    private async Task SweepGuarded(GroupCommit writer)
    {
        try
        {
            await Sweep(writer);
        }
        catch (Exception passing) when (passing is IOException or UnauthorizedAccessException or UnavailableException or InvalidOperationException)
        {
            NotRemoved(passing);
        }
    }

    private void Guarded(Action remove)
    {
        try
        {
            remove();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            NotRemoved(refused);
        }
    }

    /// <summary>Removes what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        erased.Writer.TryComplete();
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    [LoggerMessage(1, LogLevel.Warning, "Files that nobody needs any more could not be removed; they are looked for again in an hour")]
    private partial void NotRemoved(Exception failure);
}
