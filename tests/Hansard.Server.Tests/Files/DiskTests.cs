using Hansard.Protocol;
using Hansard.Server.Files;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Journal;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Files;

/// <summary>What is on the disk is what somebody may have, or a recorder has not acknowledged yet; nothing half-written is shown and nothing is left.</summary>
public sealed class DiskTests
{
    private static readonly byte[] Bytes = FileClient.Bytes(300_000);

    [Fact]
    public async Task Whoever_has_many_slow_transfers_waits_for_them_and_nobody_else_does()
    {
        FailingDisk disk = null!;
        await using TestServer server = await TestServer.Start(time: new StillClock(), settings: plain => plain with { FileDisk = disk = new FailingDisk(Path.Combine(plain.DataFolder, "files")) });
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob);
        await ann.Announce("c", "hers", files: Limits.TransfersPerUser + 1);
        await bob.Announce("c", "his");
        List<string> urls = [];
        for (int number = 0; number <= Limits.TransfersPerUser; number++) urls.Add((await ann.UploadUrl("c", "hers", $"file {number}", 100)).Url);
        disk.Held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<Task<HttpResponseMessage>> slow = [.. urls[1..].Select(url => FileClient.Patch(url, 0, FileClient.Bytes(100)))];
        await Until.Holds(() => disk.Waiting == Limits.TransfersPerUser, "all of hers are under way");
        foreach (HttpResponseMessage refused in (HttpResponseMessage[])[await FileClient.Patch(urls[0], 0, FileClient.Bytes(100)), await FileClient.Head(urls[0])])
            Assert.Equal((503, true), ((int)refused.StatusCode, refused.Headers.RetryAfter is not null));
        slow.Add(FileClient.Patch((await bob.UploadUrl("c", "his", "f", 100)).Url, 0, FileClient.Bytes(100)));
        await Until.Holds(() => disk.Waiting == Limits.TransfersPerUser + 1, "his is under way too");

        disk.Held.SetResult();
        foreach (HttpResponseMessage answer in await Task.WhenAll(slow)) Assert.Equal(204, (int)answer.StatusCode);
        using HttpResponseMessage last = await FileClient.Patch(urls[0], 0, FileClient.Bytes(100));
        Assert.Equal(204, (int)last.StatusCode);
    }

    [Theory]
    [InlineData(FailingDisk.NoSpace, 507)]
    [InlineData(FailingDisk.BrokenDisk, 500)]
    public async Task A_disk_that_is_full_or_broken_says_so_keeps_what_came_before_and_takes_the_rest_later(int error, int status)
    {
        FailingDisk disk = null!;
        await using TestServer server = await TestServer.Start(settings: plain => plain with { FileDisk = disk = new FailingDisk(Path.Combine(plain.DataFolder, "files")) });
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob);
        await ann.Announce("c", "m1");
        (string url, _) = await ann.UploadUrl("c", "m1", "f", Bytes.Length);
        using HttpResponseMessage first = await FileClient.Patch(url, 0, Bytes[..100_000]);
        Assert.Equal(204, (int)first.StatusCode);
        (disk.Room, disk.Error) = (150_000, error);
        using HttpResponseMessage full = await FileClient.Patch(url, 100_000, Bytes[100_000..]);
        Assert.Equal(status, (int)full.StatusCode);
        using HttpResponseMessage head = await FileClient.Head(url);
        Assert.Equal(100_000, FileClient.Offset(head));
        Assert.Empty(await bob.Socket.Files("c", "m1"));
        (disk.Room, disk.SyncFails) = (long.MaxValue, true);
        using HttpResponseMessage unsynced = await FileClient.Patch(url, 100_000, Bytes[100_000..]);
        Assert.Equal(500, (int)unsynced.StatusCode);
        Assert.Empty(await bob.Socket.Files("c", "m1"));
        disk.SyncFails = false;
        using HttpResponseMessage rest = await FileClient.Patch(url, 100_000, Bytes[100_000..]);
        Assert.Equal(204, (int)rest.StatusCode);
        Assert.Equal(Bytes, await FileClient.Download(await bob.FileUrl("c", "m1")));
        server.ForgetErrors();
    }

    [Fact]
    public async Task A_deleted_file_is_shown_to_nobody_at_once_and_leaves_the_disk_when_the_recorder_has_acknowledged()
    {
        await using TestServer server = await TestServer.Start("on");
        (TestBot recorder, TestSocket feed) = await TestBot.Recorder(server);
        await using TestSocket socket = feed;
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob, recorder.UserId.Value);
        foreach (string message in (string[])["m1", "m2", "kept"])
        {
            await ann.Announce("c", message);
            await ann.Upload("c", message, "f", Bytes);
        }
        string url = await bob.FileUrl("c", "m1");
        await ann.Socket.Get("RequestDeleteMessage", new { conversationUuid = "c", uuid = "m1" });
        await ann.Socket.Get("RequestDeleteMessage", new { conversationUuid = "c", uuid = "m2" });
        Assert.Equal(404, await FileClient.Status(url));
        Assert.Empty(await bob.Socket.Files("c", "m1"));
        Assert.Empty((await bob.Socket.Get("RequestGetFiles", new { conversationUuid = "c", messageUuid = "m1" }))["files"]!.AsArray());
        Assert.Equal("notFound", await ann.Socket.Status("RequestGetUploadUrl", FileClient.Request("c", "m1", "f", Bytes.Length)));
        Assert.Equal(3, FileClient.OnDisk(server).Length);
        string forRecord = (string)Assert.Single(await socket.Files("c", "m1"))!["downloadUrl"]!;
        Assert.Equal(Bytes, await FileClient.Download(forRecord));

        int facts = (await new FeedReader(socket).ToTheHead()).Facts.Count;
        await socket.Get("RequestAcknowledgeFeed", new { through = facts - 1 });
        await Until.Holds(() => FileClient.OnDisk(server).Length == 2, "the first of the two is gone");
        Assert.Equal(404, await FileClient.Status(forRecord));
        Assert.Equal(Bytes, await FileClient.Download((string)Assert.Single(await socket.Files("c", "m2"))!["downloadUrl"]!));
        await socket.Get("RequestAcknowledgeFeed", new { through = facts });
        await Until.Holds(() => FileClient.OnDisk(server).Length == 1, "the second is gone");
        Assert.Equal(Bytes, await FileClient.Download(await bob.FileUrl("c", "kept")));

        await ann.Socket.Get("RequestDeleteConversation", new { conversationUuid = "c" });
        Assert.Equal(Bytes, await FileClient.Download((string)Assert.Single(await socket.Files("c", "kept"))!["downloadUrl"]!));
        await socket.Get("RequestAcknowledgeFeed", new { through = (await new FeedReader(socket).ToTheHead()).Facts.Count });
        await Until.Holds(() => FileClient.OnDisk(server).Length == 0, "the conversation's files are gone");
        Assert.Empty(server.Stored()["files"]);
    }

    [Fact]
    public async Task The_files_of_a_deleted_user_go_with_his_messages()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob);
        await ann.Announce("c", "m1", files: 2);
        await ann.Upload("c", "m1", "f", Bytes);
        (string half, _) = await ann.UploadUrl("c", "m1", "g", 10);
        using HttpResponseMessage some = await FileClient.Patch(half, 0, FileClient.Bytes(5));
        string url = await bob.FileUrl("c", "m1");
        await ann.Socket.Get("RequestDeleteUser", new { androidSmsToken = (string?)null, openUserId = ann.Number });
        await ann.Socket.Get("RequestDeleteUserConfirmation", new { code = ann.LastCode(server.OutboxPath) });
        await Until.Holds(() => FileClient.OnDisk(server).Length == 0, "his files are gone");
        Assert.Equal(404, await FileClient.Status(url));
        Assert.Equal(403, (int)(await FileClient.Head(half)).StatusCode);
    }

    [Fact]
    public async Task A_sweep_removes_what_nobody_names_and_what_was_abandoned_and_nothing_else()
    {
        TestClock clock = new();
        await using TestServer server = await TestServer.Start(time: clock);
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob);
        await ann.Announce("c", "m1", files: 3);
        await ann.Upload("c", "m1", "whole", Bytes);
        (string abandoned, _) = await ann.UploadUrl("c", "m1", "abandoned", Bytes.Length);
        using (await FileClient.Patch(abandoned, 0, Bytes[..1_000])) { }
        string root = Path.Combine(server.Folder, "files");
        Directory.CreateDirectory(Path.Combine(root, "ab"));
        await File.WriteAllTextAsync(Path.Combine(root, "ab", "ab" + new string('0', 30)), "left by a crash", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(root, "ab", "ab" + new string('1', 30) + ".new"), "left by a crash", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(root, "README"), "of the operator", TestContext.Current.CancellationToken);

        clock.Pass(TimeSpan.FromHours(23));
        (string late, _) = await ann.UploadUrl("c", "m1", "late", Bytes.Length);
        using (await FileClient.Patch(late, 0, Bytes[..1_000])) { }
        await server.Core.FileRemoval.Sweep(server.Core.Writer);
        Assert.Equal(4, FileClient.OnDisk(server).Length);
        clock.Pass(TimeSpan.FromHours(2));
        await server.Core.FileRemoval.Sweep(server.Core.Writer);
        Assert.Equal(["README", Name(late) + ".new", NameOfWhole()], FileClient.OnDisk(server).Select(Path.GetFileName).OrderBy(name => name != "README").ThenBy(name => name!.EndsWith(".new", StringComparison.Ordinal) ? 0 : 1));
        Assert.Equal(Bytes, await FileClient.Download(await bob.FileUrl("c", "m1")));
        Assert.Equal(0, (await ann.UploadUrl("c", "m1", "abandoned", Bytes.Length)).Offset);

        string Name(string url) => url.Split('?')[0].Split('/')[^1];
        string NameOfWhole() => server.Core.Database.Read(sql => FileStore.ReadyOf(sql, Dapper.SqlMapper.ExecuteScalar<long>(sql, "SELECT message_id FROM files WHERE ready = 1")))[0].StoredAs;
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_size_of_a_file()
    {
        const int large = 64 * 1024 * 1024;
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("c", bob);
        await ann.Announce("c", "warm");
        await ann.Upload("c", "warm", "f", Bytes);
        await ann.Announce("c", "m1");
        (string url, _) = await ann.UploadUrl("c", "m1", "f", large);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        using HttpResponseMessage answer = await FileClient.Patch(url, 0, new StreamContent(new Repeated(large), 64 * 1024));
        Assert.Equal(204, (int)answer.StatusCode);
        string download = await bob.FileUrl("c", "m1");
        using HttpResponseMessage back = await FileClient.Http.GetAsync(download, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using Stream stream = await back.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        long read = 0;
        byte[] buffer = new byte[64 * 1024];
        for (int some; (some = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0;) read += some;
        Assert.Equal(large, read);
        // Both ends of both ways, everything that was ever allocated: far less than a copy.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, large / 2);
    }

    /// <summary>So many bytes that are nowhere.</summary>
    private sealed class Repeated(long count) : Stream
    {
        private long left = count;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int some = (int)Math.Min(count, left);
            buffer.AsSpan(offset, some).Fill(7);
            left -= some;
            return some;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
