using System.Net;
using System.Net.Http.Headers;
using Hansard.Server.Admin;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Hansard.Server.Tests.Files;

/// <summary>A file comes down to those who may have it now, whole or in ranges, and its bytes are never shown as a page.</summary>
public sealed class DownloadTests : IAsyncLifetime
{
    private readonly TestClock clock = new();
    private TestServer server = null!;
    private TestPerson ann = null!, bob = null!;
    private readonly byte[] bytes = FileClient.Bytes(100_000);

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.Start(time: clock);
        ann = await server.Keyed("+15550000001");
        bob = await server.Keyed("+15550000002");
        await ann.CreateGroup("g", bob);
        await ann.Announce("g", "m1");
        await ann.Upload("g", "m1", "f", bytes);
    }

    public async ValueTask DisposeAsync()
    {
        await ann.DisposeAsync();
        await bob.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("bytes=0-9", 206, 0, 10)]
    [InlineData("bytes=99990-", 206, 99_990, 10)]
    [InlineData("bytes=-1", 206, 99_999, 1)]
    [InlineData("bytes=100000-", 416, 0, 0)]
    public async Task A_range_is_what_was_asked_for(string range, int status, int from, int count)
    {
        using HttpResponseMessage answer = await FileClient.Get(await bob.FileUrl("g", "m1"), range);
        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 206) Assert.Equal(bytes[from..(from + count)], await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task No_browser_shows_it_or_guesses_what_it_is()
    {
        using HttpResponseMessage answer = await FileClient.Get(await bob.FileUrl("g", "m1"));
        Assert.Equal(("attachment", "application/octet-stream", "nosniff"),
            (answer.Content.Headers.ContentDisposition?.ToString(), answer.Content.Headers.ContentType?.ToString(), answer.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Contains("no-store", answer.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
        Assert.NotNull(answer.Headers.ETag);
        Assert.Equal(new RangeHeaderValue().Unit, answer.Headers.AcceptRanges.Single());
    }

    [Fact]
    public async Task A_url_that_was_changed_anywhere_opens_nothing()
    {
        string url = await bob.FileUrl("g", "m1"), annsUrl = await ann.FileUrl("g", "m1");
        Assert.Equal(200, await FileClient.Status(url));
        string device = Part(url, "&d="), annsDevice = Part(annsUrl, "&d="), expires = Part(url, "&e="), signature = Part(url, "&s=");
        Assert.Equal(403, await FileClient.Status(url.Replace(device, annsDevice, StringComparison.Ordinal)));
        Assert.Equal(403, await FileClient.Status(url.Replace("e=" + expires, "e=" + (long.Parse(expires) + 1), StringComparison.Ordinal)));
        Assert.Equal(403, await FileClient.Status(url.Replace("n=default", "n=other", StringComparison.Ordinal)));
        Assert.Equal(403, await FileClient.Status(url.Replace("/m1_", "/m2_", StringComparison.Ordinal)));
        Assert.Equal(403, await FileClient.Status(url.Replace("/download/", "/upload/", StringComparison.Ordinal).Replace("/upload/", "/download/x", StringComparison.Ordinal)));
        Assert.Equal(403, await FileClient.Status(url.Replace(signature, (signature[0] == 'A' ? 'B' : 'A') + signature[1..], StringComparison.Ordinal)));
        Assert.Equal(403, await FileClient.Status(url.Replace("&s=" + signature, "&s=", StringComparison.Ordinal)));
        Assert.Equal(403, await FileClient.Status(url.Split('?')[0]));
        Assert.Equal(403, await FileClient.Status(url.Split("&d=")[0]));
    }

    [Fact]
    public async Task A_url_is_good_for_five_minutes_also_over_midnight()
    {
        // So that the key of the next day signs what comes after.
        long untilMidnight = 86_400 - clock.GetUtcNow().ToUnixTimeSeconds() % 86_400;
        clock.Pass(TimeSpan.FromSeconds(untilMidnight - 10));
        string url = await bob.FileUrl("g", "m1");
        clock.Pass(TimeSpan.FromSeconds(299));
        Assert.Equal(200, await FileClient.Status(url));
        clock.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(403, await FileClient.Status(url));
        Assert.Equal(200, await FileClient.Status(await bob.FileUrl("g", "m1")));
    }

    [Fact]
    public async Task A_deleted_device_and_an_ex_member_and_one_who_came_later_get_nothing()
    {
        string url = await bob.FileUrl("g", "m1");
        await ann.Kick("g", bob);
        Assert.Equal(403, await FileClient.Status(url));
        Assert.Equal("forbidden", await bob.Socket.Status("RequestGetFilesFast", new { conversationUuid = "g", messageUuid = "m1" }));
        await ann.Rekey("g", ann);
        await ann.Add("g", bob);
        Assert.Equal(200, await FileClient.Status(await bob.FileUrl("g", "m1")));

        await using TestPerson carl = await server.Keyed("+15550000003"), stranger = await server.Keyed("+15550000004");
        await ann.Rekey("g", ann, bob);
        await ann.Add("g", carl);
        Assert.Equal("notFound", await carl.Socket.Status("RequestGetFilesFast", new { conversationUuid = "g", messageUuid = "m1" }));
        Assert.Equal("notFound", await stranger.Socket.Status("RequestGetFilesFast", new { conversationUuid = "g", messageUuid = "m1" }));

        string again = await bob.FileUrl("g", "m1");
        Assert.Equal("ok", await bob.Socket.Status("RequestDeleteApplication", new { uuid = bob.ApplicationUuid }));
        await bob.Socket.Ended();
        Assert.Equal(403, await FileClient.Status(again));
    }

    [Fact]
    public async Task In_another_network_there_is_no_such_device_and_no_such_file()
    {
        await server.Command(new CreateNetwork("other", "off", Authority.PublicPem));
        Caller_of_another_network_is_nobody(await bob.FileUrl("g", "m1"), out string forged);
        Assert.Equal(403, await FileClient.Status(forged));
        (string upload, _) = await NewUpload();
        Assert.Equal(403, (int)(await FileClient.Head(upload.Replace("n=default", "n=other", StringComparison.Ordinal))).StatusCode);
    }

    /// <summary>Signed by the server itself, so that nothing but the device's network is wrong with it.</summary>
    private void Caller_of_another_network_is_nobody(string url, out string forged) => forged = server.Core.FileUrls.Download(
        new(server.Core.Networks.Find("other")!, Server.Connections.CallerKind.Person, 1, new(bob.UserId), 1, new(Part(url, "&d=")), 1), new("g"), "m1_" + FileClient.Name("f").Replace('/', '_'));

    [Fact]
    public async Task An_upload_is_its_authors_alone_and_ends_with_his_membership_or_his_device()
    {
        (string url, _) = await NewUpload();
        string device = Part(await bob.FileUrl("g", "m1"), "&d=");
        Assert.Equal(403, (int)(await FileClient.Head(url.Replace(Part(url, "&d="), device, StringComparison.Ordinal))).StatusCode);
        await ann.Socket.Get("RequestChangeToAdmin", new { conversationUuid = "g", userId = bob.UserId });
        await bob.Kick("g", ann);
        using HttpResponseMessage late = await FileClient.Patch(url, 0, FileClient.Bytes(10));
        Assert.Equal(403, (int)late.StatusCode);
        Assert.Empty(await bob.Socket.Files("g", "m2"));
    }

    [Fact]
    public async Task A_recorder_gets_every_file_and_a_retired_one_none()
    {
        (_, TestSocket feed) = await TestBot.Recorder(server);
        await using TestSocket socket = feed;
        string url = (string)Assert.Single(await socket.Files("g", "m1"))!["downloadUrl"]!;
        Assert.Equal(bytes, await FileClient.Download(url));
        Assert.Equal("notFound", await socket.Status("RequestGetFilesFast", new { conversationUuid = "g", messageUuid = "never was" }));
        await server.Command(new RetireBot("default", "recorder"));
        Assert.Equal(403, await FileClient.Status(url));
    }

    [Fact]
    public async Task After_another_start_the_file_is_there_and_an_upload_goes_on()
    {
        (string url, _) = await NewUpload();
        using HttpResponseMessage half = await FileClient.Patch(url, 0, FileClient.Bytes(10)[..4]);
        string path = new Uri(url).PathAndQuery;
        await server.Server.Stop();
        // The bytes that the database does not know of were not synced: they do not count.
        string unfinished = Path.Combine(server.Folder, "files", Assert.Single(FileClient.OnDisk(server), name => name.EndsWith(".new", StringComparison.Ordinal)));
        await File.AppendAllTextAsync(unfinished, "zz", TestContext.Current.CancellationToken);
        await using HansardServer again = await HansardServer.Start(server.Settings, NullLoggerFactory.Instance, clock);
        string there = again.Urls[0] + path;
        using HttpResponseMessage head = await FileClient.Head(there);
        Assert.Equal((HttpStatusCode.OK, 4), (head.StatusCode, FileClient.Offset(head)));
        using HttpResponseMessage rest = await FileClient.Patch(there, 4, FileClient.Bytes(10)[4..]);
        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(FileClient.Bytes(10))),
            again.Core.Database.Read(sql => Server.Files.FileStore.ByStoredName(sql, again.Core.Networks.Find("default")!, path.Split('?')[0].Split('/')[^1]))!.Sha256);
    }

    private async Task<(string Url, long Offset)> NewUpload()
    {
        await ann.Announce("g", "m2");
        return await ann.UploadUrl("g", "m2", "f", 10);
    }

    private static string Part(string url, string name) => url.Split(name)[1].Split('&')[0];
}
