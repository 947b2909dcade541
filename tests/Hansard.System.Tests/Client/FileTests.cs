using Hansard.Client;
using Hansard.Client.Conversations;
using Hansard.Client.Files;
using Hansard.Client.Messages;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Xunit;

namespace Hansard.System.Tests.Client;

/// <summary>Two people and a file between them, through a server that never sees what is in it.</summary>
public sealed class FileTests : IAsyncLifetime
{
    private const string Anna = "+35794048714";
    private const string Bruno = "+35794048715";

    private readonly string folder = Directory.CreateTempSubdirectory("hansard-files-").FullName;
    private TestNetwork network = null!;
    private CuttingProxy proxy = null!;
    private MessengerClient anna = null!, bruno = null!;
    private Conversation dialog = null!;

    private static CancellationToken Cancelled => TestNetwork.Cancelled;

    public async ValueTask InitializeAsync()
    {
        network = await TestNetwork.StartAsync();
        proxy = new CuttingProxy(network.Address);
        await network.StopServerAsync();
        network.Set("HANSARD_PUBLIC_URL", proxy.Address.ToString());
        await network.StartServerAsync();
        (anna, bruno) = (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"));
        dialog = (await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Value;
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        await network.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_536)]
    [InlineData(200_001)]
    public async Task A_file_arrives_as_it_was_and_the_server_has_never_seen_it(int size)
    {
        var (path, bytes) = Make("Plan ä.pdf", size);
        var preview = Make("small.jpg", 1_000);
        var inbox = bruno.MessagesAsync(Cancelled);

        var draft = (await anna.PrepareFileAsync(dialog.Uuid,
            new FileToSend(path, new DocumentContent { Caption = "the plan" }, "application/pdf", PreviewPath: preview.Path), cancellation: Cancelled)).Value;
        var sent = await anna.SendFileAsync(draft, cancellation: Cancelled);
        Assert.True(sent.Succeeded, sent.Failure?.Description);
        var heard = await inbox.Where(message => message.HasFiles).FirstAsync(Cancelled);

        var content = Assert.IsType<DocumentContent>(heard.Content);
        Assert.Equal(("the plan", "Plan ä.pdf", (long)size), (content.Caption.Value, content.FileName.Value, content.File!.Size));
        Assert.Equal(bytes, await SaveAsync(heard, content.File, "whole"));
        Assert.Equal(preview.Bytes, await SaveAsync(heard, content.File.Preview!, "preview"));
        Assert.Equal(Status.Conflict, (await bruno.SaveFileAsync(heard, content.File, Path.Combine(folder, "whole"), cancellation: Cancelled)).Failure?.Status);
        var stored = Directory.EnumerateFiles(Path.Combine(network.DataFolder, "files"), "*", SearchOption.AllDirectories).ToList();
        Assert.Equal(2, stored.Count);
        if (size > 0) Assert.All(stored, file => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(bytes.AsSpan(0, Math.Min(32, bytes.Length)))));
    }

    [Fact]
    public async Task Through_connections_that_break_it_comes_whole_both_ways()
    {
        var (path, bytes) = Make("film.mp4", 3_000_000);
        (proxy.After, proxy.CutsLeft) = (700_000, 3);
        var draft = (await anna.PrepareFileAsync(dialog.Uuid, new FileToSend(path, new VideoContent(), "video/mp4"), cancellation: Cancelled)).Value;
        var furthest = 0L;
        var sent = await anna.SendFileAsync(draft, new Told(progress => furthest = Math.Max(furthest, progress.Done)), Cancelled);
        Assert.True(sent.Succeeded, sent.Failure?.Description);
        Assert.Equal((3, FileCipher.SealedSize(bytes.Length)), (proxy.Cuts, furthest));
        Assert.True((await anna.SendFileAsync(draft, cancellation: Cancelled)).Succeeded);

        proxy.CutsLeft = 3;
        var heard = (await bruno.HistoryAsync(dialog.Uuid, cancellation: Cancelled)).Value.Single(message => message.HasFiles);
        Assert.Equal(bytes, await SaveAsync(heard, ((VideoContent)heard.Content!).File!, "film"));
        Assert.Equal(6, proxy.Cuts);
    }

    [Fact]
    public async Task What_was_under_way_when_the_program_ended_is_sent_on_by_the_next_one()
    {
        var (path, bytes) = Make("film.mp4", 3_000_000);
        var draft = (await anna.PrepareFileAsync(dialog.Uuid, new FileToSend(path, new VideoContent(), "video/mp4"), cancellation: Cancelled)).Value;
        using (var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancelled))
        {
            var halfWay = new Told(progress =>
            {
                if (progress.Done > 1_000_000) ending.Cancel();
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => anna.SendFileAsync(draft, halfWay, ending.Token));
        }
        await anna.DisposeAsync();

        await using var again = await network.AgainAsync(1);
        var unsent = Assert.Single(again.UnsentFiles);
        Assert.Equal(draft.Uuid, unsent.Uuid);
        var sent = await again.SendFileAsync(unsent, cancellation: Cancelled);
        Assert.True(sent.Succeeded, sent.Failure?.Description);
        Assert.Empty(again.UnsentFiles);
        var heard = (await bruno.HistoryAsync(dialog.Uuid, cancellation: Cancelled)).Value.Single(message => message.HasFiles);
        Assert.Equal(bytes, await SaveAsync(heard, ((VideoContent)heard.Content!).File!, "film"));

        var given = (await again.PrepareFileAsync(dialog.Uuid, new FileToSend(path, new VideoContent(), "video/mp4"), cancellation: Cancelled)).Value;
        again.DropFile(given);
        Assert.Empty(again.UnsentFiles);
    }

    [Fact]
    public async Task What_is_altered_on_the_server_is_not_kept()
    {
        var (path, _) = Make("deed.pdf", 200_000);
        var draft = (await anna.PrepareFileAsync(dialog.Uuid, new FileToSend(path, new DocumentContent(), "application/pdf"), cancellation: Cancelled)).Value;
        Assert.True((await anna.SendFileAsync(draft, cancellation: Cancelled)).Succeeded);
        var stored = Directory.EnumerateFiles(Path.Combine(network.DataFolder, "files"), "*", SearchOption.AllDirectories).Single();
        await using (var file = File.OpenWrite(stored))
        {
            file.Position = 150_000;
            file.WriteByte(0);
            file.WriteByte(0);
        }
        var heard = (await bruno.HistoryAsync(dialog.Uuid, cancellation: Cancelled)).Value.Single(message => message.HasFiles);
        var target = Path.Combine(folder, "deed");
        Assert.Equal(Status.Invalid, (await bruno.SaveFileAsync(heard, ((DocumentContent)heard.Content!).File!, target, cancellation: Cancelled)).Failure?.Status);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder, "deed*"), file => !file.EndsWith(".pdf", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_changes_after_it_was_prepared_is_not_sent_under_the_same_key()
    {
        var (path, _) = Make("draft.txt", 1_000);
        var draft = (await anna.PrepareFileAsync(dialog.Uuid, new FileToSend(path, new DocumentContent(), "text/plain"), cancellation: Cancelled)).Value;
        await File.AppendAllTextAsync(path, "more", Cancelled);
        Assert.Equal(Status.Conflict, (await anna.SendFileAsync(draft, cancellation: Cancelled)).Failure?.Status);
        Assert.Equal(Status.NotFound, (await anna.PrepareFileAsync(dialog.Uuid, new FileToSend(path + "x", new DocumentContent(), "text/plain"), cancellation: Cancelled)).Failure?.Status);
    }

    [Fact]
    public async Task Memory_stays_the_same_however_large_the_file_is()
    {
        const long large = 64L * 1024 * 1024;
        var path = Path.Combine(folder, "large");
        await using (var file = File.Create(path)) file.SetLength(large);
        var draft = (await anna.PrepareFileAsync(dialog.Uuid, new FileToSend(path, new DocumentContent(), "application/zip"), cancellation: Cancelled)).Value;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.True((await anna.SendFileAsync(draft, cancellation: Cancelled)).Succeeded);
        var heard = (await bruno.HistoryAsync(dialog.Uuid, cancellation: Cancelled)).Value.Single(message => message.HasFiles);
        var saved = await bruno.SaveFileAsync(heard, ((DocumentContent)heard.Content!).File!, Path.Combine(folder, "back"), cancellation: Cancelled);
        Assert.True(saved.Succeeded, saved.Failure?.Description);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, large / 2);
        Assert.Equal(large, new FileInfo(saved.Value).Length);
    }

    private async Task<byte[]> SaveAsync(Message message, ContentFile file, string name)
    {
        var saved = await bruno.SaveFileAsync(message, file, Path.Combine(folder, name), cancellation: Cancelled);
        Assert.True(saved.Succeeded, saved.Failure?.Description);
        return await File.ReadAllBytesAsync(saved.Value, Cancelled);
    }

    private (string Path, byte[] Bytes) Make(string name, int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return (path, bytes);
    }

    private sealed class Told(Action<FileProgress> tell) : IProgress<FileProgress>
    {
        public void Report(FileProgress value) => tell(value);
    }
}
