using Hansard.Client;
using Hansard.Client.Conversations;
using Hansard.Client.Files;
using Hansard.Client.Messages;
using Hansard.Protocol.Content;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;
using Hansard.Recorder;
using Xunit;

namespace Hansard.System.Tests.Recording;

/// <summary>A recorded network in which Anna sends Bruno files, and what became of them in the record.</summary>
internal sealed class FileNetwork : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hansard-sent-").FullName;

    private FileNetwork(RecordedNetwork network, MessengerClient anna, MessengerClient bruno, Conversation dialog) =>
        (Network, Anna, Bruno, Dialog) = (network, anna, bruno, dialog);

    public RecordedNetwork Network { get; }

    public MessengerClient Anna { get; }

    public MessengerClient Bruno { get; }

    public Conversation Dialog { get; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The recorder is approved, and stopped again.</summary>
    /// <param name="filesAt">Where URLs of files lead to; null for the server itself.</param>
    public static async Task<FileNetwork> StartAsync(Func<Uri, Uri>? filesAt = null, TestEngine engine = TestEngine.Sqlite)
    {
        var network = await RecordedNetwork.StartAsync("on", engine, filesAt);
        await using var recorder = new RunningRecorder(network.Recorder);
        await recorder.UntilAsync(now => now.Phase == RecorderPhase.WaitingForApproval);
        await network.ApproveRecorderAsync();
        await recorder.UntilAsync(now => now.Phase == RecorderPhase.Following);
        var anna = await network.PersonAsync("anna", "+491700000001", 1);
        var bruno = await network.PersonAsync("bruno", "+491700000002", 2);
        RecordedNetwork.Done(await anna.FindAsync(["+491700000002"], Cancelled));
        var dialog = RecordedNetwork.Done(await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled));
        await recorder.UntilRecordedAsync(network);
        return new FileNetwork(network, anna, bruno, dialog);
    }

    /// <summary>Bytes that are others for each size, in a file of this name.</summary>
    public string Make(string name, int size)
    {
        var path = Path.Combine(folder, name);
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public async Task<FileDraft> DraftAsync(string path, string? preview = null) =>
        RecordedNetwork.Done(await Anna.PrepareFileAsync(Dialog.Uuid, new FileToSend(path, new DocumentContent(), "application/octet-stream", PreviewPath: preview), cancellation: Cancelled));

    public async Task<Message> SendAsync(string path, string? preview = null) => RecordedNetwork.Done(await Anna.SendFileAsync(await DraftAsync(path, preview), cancellation: Cancelled));

    /// <summary>Says a draft's message and breaks off before its file is whole; the same draft can be sent again.</summary>
    public async Task BeginAsync(FileDraft draft)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Anna.SendFileAsync(draft, new Breaking(broken), broken.Token));
    }

    private sealed class Breaking(CancellationTokenSource broken) : IProgress<FileProgress>
    {
        public void Report(FileProgress value) => broken.Cancel();
    }

    public IReadOnlyList<RecordLine> Lines => LinesOf(Network.Recorder.Record);

    /// <summary>Of each file's part the line that is to be read: the latest.</summary>
    public IReadOnlyList<RecordLine> Latest => LatestOf(Lines);

    public IEnumerable<string> Attachments => AttachmentsOf(Network.Recorder.Record);

    private static IReadOnlyList<RecordLine> LinesOf(RecordLayout record) => [.. RecordReader.Lines(record)];

    private static IReadOnlyList<RecordLine> LatestOf(IEnumerable<RecordLine> lines) => [.. lines.Where(line => line.MessageType == MessageType.File)
        .GroupBy(line => (line.Hansard!.Position.Seq, line.Hansard.Position.Part)).Select(group => group.MaxBy(line => line.Hansard!.Position.Revision)!)];

    private static IEnumerable<string> AttachmentsOf(RecordLayout record) => Directory.EnumerateFiles(record.AttachmentsFolder).Order(StringComparer.Ordinal);

    /// <summary>What the server stores of files.</summary>
    public IEnumerable<string> OnServer => Directory.EnumerateFiles(Path.Combine(Network.Data, "files"), "*", SearchOption.AllDirectories);

    public static string LocalPath(RecordLine line) => line["file"]!.Value.Parse().GetProperty("localfilename").GetString()!;

    public Task IsSoundAsync(params string[] sent) => IsSoundAsync(Network.Recorder.Record, sent);

    /// <summary>Every fact once, every file whole behind its own line, nothing else in the folder, and an auditor finds nothing.</summary>
    public async Task IsSoundAsync(RecordLayout record, params string[] sent)
    {
        var lines = LinesOf(record);
        var latest = LatestOf(lines);
        var first = lines.Where(line => line.Hansard!.Position.Revision == 0).Select(line => (line.Hansard!.Position.Seq, line.Hansard.Position.Part)).ToArray();
        Assert.Equal(first.Distinct().Order(), first);
        Assert.Equal(await Network.HeadAsync(), first[^1].Seq);
        Assert.Equal(lines.Count, lines.Select(line => line.Hansard!.Position with { Parts = 1 }).Distinct().Count());
        Assert.All(latest, line => Assert.Equal(LineStatus.Captured, line.Hansard!.Status));
        Assert.Equal(sent.Select(Hash).Order(), latest.Select(line => line.Hansard!.AttachmentSha256!).Order());
        // A copy of a record has its own folder, whatever the lines say.
        var kept = latest.Select(line => Path.Combine(record.AttachmentsFolder, Path.GetFileName(LocalPath(line)))).ToArray();
        Assert.Equal(latest.Select(line => line.Hansard!.AttachmentSha256), kept.Select(Hash));
        Assert.Equal(AttachmentsOf(record), kept.Order(StringComparer.Ordinal));
        Assert.True(VerifierKey.TryParse(File.ReadAllText(record.VerifierKeyFile).Trim(), out var key));
        var verified = new RecordVerifier(record, key!).Run(Cancelled);
        Assert.Empty(verified.Findings);
        Assert.Equal(sent.Length, verified.Attachments);
    }

    public static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(global::System.Security.Cryptography.SHA256.HashData(file));
    }

    public async ValueTask DisposeAsync()
    {
        await Anna.DisposeAsync();
        await Bruno.DisposeAsync();
        await Network.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
