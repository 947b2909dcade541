using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Journal;
using Xunit;

namespace Hansard.Server.Tests.Files;

/// <summary>Files come in pieces, survive broken connections, and are there when they are whole.</summary>
public sealed class UploadTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private static int rooms;
    private readonly string room = $"uploads {Interlocked.Increment(ref rooms)}";
    private TestPerson ann = null!, bob = null!;

    public async ValueTask InitializeAsync()
    {
        ann = await shared.Server.Keyed($"+1661{rooms:D3}0001");
        bob = await shared.Server.Keyed($"+1661{rooms:D3}0002");
        await ann.CreateDialog(room, bob);
    }

    public async ValueTask DisposeAsync()
    {
        await ann.DisposeAsync();
        await bob.DisposeAsync();
    }

    [Fact]
    public async Task A_file_goes_up_and_comes_down_as_it_was_and_every_application_is_told_with_a_url_of_its_own()
    {
        byte[] picture = FileClient.Bytes(300_000), preview = FileClient.Bytes(10_000, seed: 2);
        await ann.Announce(room, "m1", files: 2);
        await bob.Told();
        await ann.Told();
        await ann.Upload(room, "m1", "picture", picture, preview: "small");
        await ann.Upload(room, "m1", "small", preview);

        foreach (TestPerson person in (TestPerson[])[ann, bob])
        {
            JsonObject told = await person.Socket.Notification();
            Assert.Equal(("FileReadyNotification", room, "m1"), ((string)told["type"]!, (string)told["body"]!["conversationUuid"]!, (string)told["body"]!["messageUuid"]!));
            Assert.Equal(picture, await FileClient.Download((string)told["body"]!["downloadUrl"]!));
            Assert.Equal(preview, await FileClient.Download((string)(await person.Socket.Notification())["body"]!["downloadUrl"]!));
            JsonArray files = await person.Socket.Files(room, "m1");
            Assert.Equal([(FileClient.Name("picture"), 300_000, 632, FileClient.Name("small")), (FileClient.Name("small"), 10_000, 632, (string?)null)],
                files.Select(file => ((string)file!["fileNameEncrypted"]!, (int)file["size"]!, (int)file["width"]!, (string?)file["previewFileNameEncrypted"])));
            Assert.StartsWith($"{shared.Server.Server.Urls[0]}/download/conversation_{Uri.EscapeDataString(room)}/m1_{FileClient.Name("picture").Replace('/', '_')}?n=default&d=",
                (string)files[0]!["downloadUrl"]!, StringComparison.Ordinal);
        }
        Assert.NotEqual(await Url(ann), await Url(bob));
        async Task<string> Url(TestPerson person) => ((string)(await person.Socket.Files(room, "m1"))[0]!["downloadUrl"]!).Split("&e=")[0];
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_loses_nothing_that_came()
    {
        byte[] bytes = FileClient.Bytes(1_000_000);
        await ann.Announce(room, "m1");
        (string url, long none) = await ann.UploadUrl(room, "m1", "f", bytes.Length);
        Assert.Equal(0, none);
        string name = url.Split('?')[0].Split('/')[^1];
        string unfinished = Path.Combine(shared.Server.Folder, "files", name[..2], name + ".new");
        using (TcpClient client = await Send(url, 0, bytes.Length, bytes[..400_000]))
            await Until.Holds(() => new FileInfo(unfinished) is { Exists: true, Length: 400_000 }, "what was sent has come");
        await Until.Holds(() => shared.Server.Core.Database.Read(sql => sql.ExecuteScalar<long>("SELECT received FROM files WHERE stored_as = @name", new { name })) > 0, "what came counts");
        Assert.Equal(400_000, await Reached(url));
        Assert.Empty(await bob.Socket.Files(room, "m1"));
        Assert.Equal((url.Split('?')[0], 400_000), ((await ann.UploadUrl(room, "m1", "f", bytes.Length)).Url.Split('?')[0], (await ann.UploadUrl(room, "m1", "f", bytes.Length)).Offset));

        using HttpResponseMessage wrong = await FileClient.Patch(url, 399_999, bytes[399_999..]);
        Assert.Equal((409, 400_000), ((int)wrong.StatusCode, FileClient.Offset(wrong)));
        using HttpResponseMessage rest = await FileClient.Patch(url, 400_000, bytes[400_000..]);
        Assert.Equal((204, bytes.Length), ((int)rest.StatusCode, FileClient.Offset(rest)));
        Assert.Equal(bytes, await FileClient.Download(await bob.FileUrl(room, "m1")));
        Assert.Equal(bytes.Length, await Reached(url));
        Assert.Equal(bytes.Length, (await ann.UploadUrl(room, "m1", "f", bytes.Length)).Offset);
    }

    [Fact]
    public async Task Who_comes_again_does_not_wait_for_the_connection_that_he_has_lost()
    {
        byte[] bytes = FileClient.Bytes(200_000);
        await ann.Announce(room, "m1");
        (string url, _) = await ann.UploadUrl(room, "m1", "f", bytes.Length);
        using TcpClient silent = await Send(url, 0, bytes.Length, bytes[..100_000]);
        string name = url.Split('?')[0].Split('/')[^1];
        await Until.Holds(() => FileClient.OnDisk(shared.Server).Contains($"{name[..2]}/{name}.new"), "the lost connection has its turn");
        long reached = await Reached(url);
        using HttpResponseMessage rest = await FileClient.Patch(url, reached, bytes[(int)reached..]);
        Assert.Equal(204, (int)rest.StatusCode);
        Assert.Equal(bytes, await FileClient.Download(await bob.FileUrl(room, "m1")));
    }

    [Fact]
    public async Task More_bytes_than_the_file_has_are_refused_and_none_of_them_is_kept()
    {
        await ann.Announce(room, "m1");
        (string url, _) = await ann.UploadUrl(room, "m1", "f", 10);
        using HttpResponseMessage first = await FileClient.Patch(url, 0, FileClient.Bytes(4));
        using HttpResponseMessage announced = await FileClient.Patch(url, 4, FileClient.Bytes(7));
        Assert.Equal(413, (int)announced.StatusCode);
        using HttpResponseMessage unannounced = await FileClient.Patch(url, 4, new StreamContent(new EndlessStream(100)));
        Assert.Equal(413, (int)unannounced.StatusCode);
        Assert.Equal(4, await Reached(url));
        using HttpResponseMessage rest = await FileClient.Patch(url, 4, FileClient.Bytes(6));
        Assert.Equal(204, (int)rest.StatusCode);
        byte[] expected = [.. FileClient.Bytes(4), .. FileClient.Bytes(6)];
        Assert.Equal(expected, await FileClient.Download(await bob.FileUrl(room, "m1")));
    }

    [Fact]
    public async Task What_is_no_tus_is_told_so()
    {
        await ann.Announce(room, "m1");
        (string url, _) = await ann.UploadUrl(room, "m1", "f", 10);
        async Task<int> Send(HttpMethod method, string? tus, string? offset, string? type)
        {
            HttpRequestMessage request = new(method, url);
            if (tus is not null) request.Headers.Add("Tus-Resumable", tus);
            if (offset is not null) request.Headers.Add("Upload-Offset", offset);
            if (type is not null)
            {
                request.Content = new ByteArrayContent([1]);
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
            using HttpResponseMessage answer = await FileClient.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)answer.StatusCode;
        }
        Assert.Equal(412, await Send(HttpMethod.Head, null, null, null));
        Assert.Equal(412, await Send(HttpMethod.Patch, "0.2.0", "0", "application/offset+octet-stream"));
        Assert.Equal(415, await Send(HttpMethod.Patch, "1.0.0", "0", "application/json"));
        Assert.Equal(400, await Send(HttpMethod.Patch, "1.0.0", null, "application/offset+octet-stream"));
        Assert.Equal(400, await Send(HttpMethod.Patch, "1.0.0", "-1", "application/offset+octet-stream"));
        Assert.Equal(405, await Send(HttpMethod.Post, "1.0.0", "0", "application/offset+octet-stream"));
        Assert.Equal(204, await Send(HttpMethod.Options, null, null, null));
        Assert.Equal(0, await Reached(url));
    }

    [Fact]
    public async Task Only_the_author_adds_files_and_only_those_that_the_message_announced()
    {
        await ann.Announce(room, "m1", files: 1);
        await ann.Say(room, "plain");
        async Task<string> Ask(TestPerson person, object request) => await person.Socket.Ask("RequestGetUploadUrl", request) is var answer && answer["body"]!["status"] is { } status ? (string)status! : "ok";
        Assert.Equal("forbidden", await Ask(bob, FileClient.Request(room, "m1", "f", 10)));
        Assert.Equal("conflict", await Ask(ann, FileClient.Request(room, "plain", "f", 10)));
        Assert.Equal("notFound", await Ask(ann, FileClient.Request(room, "never was", "f", 10)));
        Assert.Equal("notFound", await Ask(ann, FileClient.Request("no room", "m1", "f", 10)));
        foreach (long size in (long[])[0, -1, 1L + 1024 * 1024 * 1024]) Assert.Equal("invalid", await Ask(ann, FileClient.Request(room, "m1", "f", size)));
        Assert.Equal("invalid", await Ask(ann, FileClient.Request(room, "m1", "f", 10, mimeType: "text/html\r\nX: y")));
        Assert.Equal("ok", await Ask(ann, FileClient.Request(room, "m1", "f", 10)));
        Assert.Equal("ok", await Ask(ann, FileClient.Request(room, "m1", "f", 10)));
        Assert.Equal("conflict", await Ask(ann, FileClient.Request(room, "m1", "f", 11)));
        Assert.Equal("conflict", await Ask(ann, FileClient.Request(room, "m1", "g", 10)));
    }

    [Fact]
    public async Task Names_that_look_like_paths_name_nothing_on_the_disk()
    {
        const string hostile = "../../../../etc/x?#%2e%2e/\u00e4";
        await ann.Announce(room, hostile, files: null);
        await ann.Upload(room, hostile, "../../passwd", FileClient.Bytes(1_000));
        string url = await bob.FileUrl(room, hostile);
        Assert.Equal(FileClient.Bytes(1_000), await FileClient.Download(url));
        Assert.All(FileClient.OnDisk(shared.Server), path => Assert.Matches("^[0-9a-f]{2}/[0-9a-f]{32}(\\.new)?$", path));
    }

    [Fact]
    public async Task Two_who_bring_the_same_name_at_once_make_one_file()
    {
        byte[] bytes = FileClient.Bytes(500_000);
        await ann.Announce(room, "m1");
        string[] urls = [(await ann.UploadUrl(room, "m1", "f", bytes.Length)).Url, (await ann.UploadUrl(room, "m1", "f", bytes.Length)).Url];
        await Task.WhenAll(urls.Select(async url =>
        {
            while (await Reached(url) is var offset && offset < bytes.Length)
                using (await FileClient.Patch(url, offset, bytes[(int)offset..Math.Min(bytes.Length, (int)offset + 60_000)])) { }
        }));
        Assert.Equal(bytes, await FileClient.Download(await bob.FileUrl(room, "m1")));
    }

    [Fact]
    public async Task Who_asks_for_files_that_are_on_their_way_is_answered_when_the_last_is_there()
    {
        await ann.Announce(room, "m1", files: 2);
        await ann.Upload(room, "m1", "one", FileClient.Bytes(10));
        await bob.Socket.Send("RequestGetFiles", new { conversationUuid = room, messageUuid = "m1" });
        await ann.Upload(room, "m1", "two", FileClient.Bytes(20));
        JsonNode answer = (await bob.Socket.Reply())["body"]!;
        Assert.Equal([10, 20], answer["files"]!.AsArray().Select(file => (int)file!["size"]!));
        // What came before the question is answered at once, and a message without files has none to wait for.
        Assert.Equal(2, (await bob.Socket.Get("RequestGetFiles", new { conversationUuid = room, messageUuid = "m1" }))["files"]!.AsArray().Count);
        await ann.Say(room, "plain");
        Assert.Empty((await bob.Socket.Get("RequestGetFiles", new { conversationUuid = room, messageUuid = "plain" }))["files"]!.AsArray());
    }

    [Fact]
    public async Task A_ready_file_is_a_fact_with_the_hash_of_what_is_stored()
    {
        await using TestServer server = await TestServer.Start("on");
        (TestBot recorder, TestSocket feed) = await TestBot.Recorder(server);
        await using TestSocket socket = feed;
        await using TestPerson dan = await server.Keyed("+15550000001"), eve = await server.Keyed("+15550000002");
        await dan.CreateDialog("c", eve, recorder.UserId.Value);
        await dan.Announce("c", "m1");
        byte[] bytes = FileClient.Bytes(70_000);
        await dan.Upload("c", "m1", "f", bytes);
        JsonObject fact = Assert.Single((await new FeedReader(socket).ToTheHead()).OfKind("fileReady"));
        Assert.Equal((dan.UserId, "c"), ((string)fact["userId"]!, (string)fact["conversationUuid"]!));
        Assert.NotNull((string?)fact["deviceId"]);
        Assert.Equal($$"""{"messageUuid":"m1","fileNameEncrypted":"{{FileClient.Name("f")}}","size":70000,"mimeType":"image/jpeg","sha256":"{{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))}}"}""",
            fact["body"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    private static async Task<long> Reached(string url)
    {
        using HttpResponseMessage answer = await FileClient.Head(url);
        Assert.Equal(200, (int)answer.StatusCode);
        return FileClient.Offset(answer)!.Value;
    }

    /// <summary>Begins a PATCH by hand and sends only some of what it announces.</summary>
    private static async Task<TcpClient> Send(string url, long offset, long length, byte[] some)
    {
        Uri target = new(url);
        TcpClient client = new();
        await client.ConnectAsync(target.Host, target.Port, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        string head = $"PATCH {target.PathAndQuery} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: {length}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        await stream.WriteAsync(some, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>So many bytes, and nobody knows beforehand how many.</summary>
    private sealed class EndlessStream(int count) : MemoryStream(new byte[count])
    {
        public override bool CanSeek => false;
    }
}
