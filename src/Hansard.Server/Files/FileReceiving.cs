using System.Buffers;
using System.Data.Common;
using System.IO.Pipelines;
using Hansard.Protocol;
using Hansard.Server.Connections;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Files;

/// <summary>How a transfer ended: how far the file has come, and why no further where it was refused.</summary>
internal sealed record Transfer(long Offset, HttpRefusal? Refusal = null);

/// <summary>
/// Takes the bytes of a file onto the disk and hashes them on the way. They count when they are synced and the database says so; after a loss of power
/// the client goes on from there. With the last byte the file becomes whole, and then a fact.
/// </summary>
internal sealed partial class FileReceiving(IFileDisk disk, Uploads uploads, FileCompletion completion, Database database, GroupCommit writer, ILogger log)
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>ENOSPC and EDQUOT, as Linux numbers them.</summary>
    private const int NoSpace = 28, OverQuota = 122;

    /// <summary>How far a file has come, for whoever has lost count.</summary>
    public Task<Transfer> Ask(StoredFile file, Caller caller, CancellationToken cancellation) =>
        InTurn(file, caller, (present, upload, stream, turn) => Settle(present, caller, upload, stream, stream.Length), cancellation);

    /// <summary>Takes what the body holds, from an offset on which both sides agree.</summary>
    public Task<Transfer> Append(StoredFile file, Caller caller, long offset, PipeReader body, CancellationToken cancellation) =>
        InTurn(file, caller, (present, upload, stream, turn) => stream.Length == offset
            ? Append(present, caller, upload, stream, body, turn)
            : Task.FromResult(new Transfer(stream.Length, new HttpRefusal(StatusCodes.Status409Conflict, $"{stream.Length} bytes are there; go on from that offset."))), cancellation);

    private async Task<Transfer> InTurn(
        StoredFile file, Caller caller, Func<StoredFile, Upload, Stream, CancellationToken, Task<Transfer>> transfer, CancellationToken cancellation)
    {
        Upload upload = uploads.Take(file.StoredAs);
        bool done = false;
        try
        {
            CancellationTokenSource turn = await upload.Enter(cancellation);
            try
            {
                // While it waited, the file may have become whole, or gone.
                if (database.Read(sql => FileStore.ByStoredName(sql, caller.Network, file.StoredAs)) is not { } present) return new Transfer(0, HttpRefusal.NotFound);
                if (present.IsReady) return new Transfer(present.Size);
                Stream stream = disk.OpenUnfinished(present.StoredAs, present.Received);
                Transfer ended;
                await using (stream) ended = await transfer(present, upload, stream, turn.Token);
                done = ended.Refusal is null && ended.Offset == present.Size;
                return ended;
            }
            finally
            {
                upload.Leave(turn);
            }
        }
        catch (IOException broken)
        {
            return new Transfer(0, Refusal(broken));
        }
        finally
        {
            uploads.Release(file.StoredAs, upload, done);
        }
    }

    private async Task<Transfer> Append(StoredFile file, Caller caller, Upload upload, Stream stream, PipeReader body, CancellationToken turn)
    {
        long before = stream.Length, offset = before;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using CancellationTokenRegistration interrupted = turn.Register(body.CancelPendingRead);
            await HashUpTo(upload, stream, before);
            for (int read; (read = await Next(body, buffer)) > 0; offset += read)
            {
                if (offset + read > file.Size) return Undo(upload, stream, before, HttpRefusal.TooLong);
                await stream.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                upload.Append(buffer.AsSpan(0, read));
            }
            return await Settle(file, caller, upload, stream, offset);
        }
        catch (IOException broken)
        {
            return Undo(upload, stream, before, Refusal(broken));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>0 at the end of the body, and where it broke off or was interrupted: what came before that is as good as any.</summary>
    private static async ValueTask<int> Next(PipeReader body, byte[] buffer)
    {
        try
        {
            ReadResult read = await body.ReadAsync();
            ReadOnlySequence<byte> some = read.IsCanceled ? read.Buffer.Slice(0, 0) : read.Buffer.Slice(0, Math.Min(read.Buffer.Length, buffer.Length));
            int length = (int)some.Length;
            some.CopyTo(buffer);
            body.AdvanceTo(some.End);
            return length;
        }
        catch (Exception brokenOff) when (brokenOff is OperationCanceledException or IOException)
        {
            return 0;
        }
    }

    private static async Task HashUpTo(Upload upload, Stream stream, long length)
    {
        if (upload.HashedBytes == length) return;
        upload.Forget();
        stream.Seek(0, SeekOrigin.Begin);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;) upload.Append(buffer.AsSpan(0, read));
        ArrayPool<byte>.Shared.Return(buffer);
        stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>What has come is on the disk, and counts. The last byte makes the file whole.</summary>
    private async Task<Transfer> Settle(StoredFile file, Caller caller, Upload upload, Stream stream, long offset)
    {
        if (offset == file.Received && offset < file.Size) return new Transfer(offset);
        await HashUpTo(upload, stream, offset);
        disk.Sync(stream);
        if (offset < file.Size)
        {
            await writer.Run(batch => Count(batch, file, offset));
            return new Transfer(offset);
        }
        if (file.IsAvatar && !await PictureTypes.IsAsItSays(stream, file.MimeType)) return Undo(upload, stream, 0, HttpRefusal.NoPicture);
        await stream.DisposeAsync();
        disk.Keep(file.StoredAs);
        string sha256 = upload.Sha256();
        if (await writer.Run(batch => completion.Tell(batch, caller, file, sha256)) is not { } refusal) return new Transfer(offset);
        return new Transfer(offset, HttpRefusal.Of(refusal));
    }

    private static bool Count(Batch batch, StoredFile file, long offset)
    {
        DbConnection sql = batch.Sql;
        FileStore.Received(sql, file.Id, offset, batch.Now);
        return true;
    }

    private static Transfer Undo(Upload upload, Stream stream, long length, HttpRefusal refusal)
    {
        upload.Forget();
        stream.SetLength(length);
        return new Transfer(length, refusal);
    }

    private HttpRefusal Refusal(IOException broken)
    {
        if ((broken.HResult & 0xFFFF) is NoSpace or OverQuota) return HttpRefusal.DiskFull;
        if (broken is FileNotFoundException) return HttpRefusal.NotFound;
        DiskFailed(broken);
        return HttpRefusal.DiskBroken;
    }

    [LoggerMessage(1, LogLevel.Error, "A file could not be stored")]
    private partial void DiskFailed(Exception failure);
}
