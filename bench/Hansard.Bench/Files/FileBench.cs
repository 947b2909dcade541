using System.Diagnostics;
using System.Security.Cryptography;
using Hansard.Bench.Measure;
using Hansard.Bench.Setup;
using Hansard.Client;
using Hansard.Client.Files;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using static Hansard.Bench.LoadFailure;

namespace Hansard.Bench.Files;

/// <summary>
/// A small file and a large one, sent and fetched with the SDK: what comes must be what went, and neither end may need more memory for the large
/// one. The client is this process.
/// </summary>
internal sealed class FileBench(string workFolder, string hansard, long bytes, TextWriter progress)
{
    private const string Sender = "+15550000001", Receiver = "+15550000002";
    private const int SmallBytes = 16 << 20, BufferBytes = 1 << 20;

    public async Task<FileResults> Run()
    {
        using var server = new HansardServer(workFolder, hansard, "files", Recorded.No);
        var outbox = new Outbox(Path.Combine(workFolder, "files"));
        await using var sender = await Open(server, outbox, "sender", Sender);
        await using var receiver = await Open(server, outbox, "receiver", Receiver);
        var other = Must(await sender.FindAsync([Receiver]))[0].UserId;
        var dialog = Must(await sender.OpenDialogAsync(other)).Uuid;
        List<FileRow> rows = [];
        // The small one first: its peaks hold what is compiled and rented once.
        foreach (var size in (long[])[SmallBytes, bytes])
        {
            progress.WriteLine($"{size / (1 << 20):n0} MiB are being sent and fetched");
            rows.AddRange(await Move(server, sender, receiver, dialog, size));
        }
        return new FileResults(Machine.Here(TimeProvider.System), Disk.Measure(workFolder), rows);
    }

    private async Task<FileRow[]> Move(HansardServer server, MessengerClient sender, MessengerClient receiver, ConversationUuid dialog, long size)
    {
        var (path, saved) = (Path.Combine(workFolder, $"sent {size}"), Path.Combine(workFolder, $"saved {size}"));
        Write(path, size);
        var draft = Must(await sender.PrepareFileAsync(dialog, new FileToSend(path, new DocumentContent(), "application/octet-stream")));
        var up = await Measure("sent", size, server, async () => Must(await sender.SendFileAsync(draft)));
        var message = Must(await receiver.HistoryAsync(dialog, size: 1))[^1];
        var file = ((DocumentContent)message.Content!).File!;
        var down = await Measure("fetched", size, server, async () => Must(await receiver.SaveFileAsync(message, file, saved)));
        if (Sha256(path) != Sha256(saved)) throw new LoadFailure("what was fetched is not what was sent");
        File.Delete(path);
        File.Delete(saved);
        return [up, down];
    }

    private static async Task<FileRow> Measure(string way, long size, HansardServer server, Func<Task> move)
    {
        foreach (var process in (int[])[server.ProcessId, Environment.ProcessId]) PeakMemory.Forget(process);
        var (serverBefore, clientBefore, started) = (PeakMemory.Bytes(server.ProcessId), PeakMemory.Bytes(Environment.ProcessId), Stopwatch.GetTimestamp());
        await move();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new FileRow(way, size, seconds, serverBefore, PeakMemory.Bytes(server.ProcessId), clientBefore, PeakMemory.Bytes(Environment.ProcessId));
    }

    private async Task<MessengerClient> Open(HansardServer server, Outbox outbox, string name, string number)
    {
        var client = Must(await MessengerClient.ConnectAsync(new ClientSettings(new Uri($"http://{server.Address}"), Path.Combine(workFolder, name))));
        Must(await client.RegisterAsync(number, _ => Task.FromResult(outbox.Take(number)), "passphrase"));
        return client;
    }

    private static void Write(string path, long size)
    {
        using var file = File.Create(path);
        var some = new byte[BufferBytes];
        for (long written = 0; written < size; written += some.Length)
        {
            RandomNumberGenerator.Fill(some);
            file.Write(some, 0, (int)Math.Min(some.Length, size - written));
        }
    }

    private static string Sha256(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
