using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Admin;
using Xunit;

namespace Hansard.Server.Tests.Settings;

public sealed class AssetTests : IAsyncLifetime
{
    private static readonly byte[] Picture = [.. Enumerable.Range(0, 1_000).Select(number => (byte)number)];

    private TestServer server = null!;
    private HttpClient http = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.Start(settings: plain => plain with { PublicUrl = "https://chat.example.org/" });
        http = new HttpClient { BaseAddress = new Uri(server.Server.Urls[0]) };
        Put("logo.png");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    private string Put(string name)
    {
        string path = Path.Combine(server.Folder, "assets", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Picture);
        return path;
    }

    private async Task<HttpResponseMessage> Get(string path, Action<HttpRequestMessage>? also = null, HttpMethod? method = null)
    {
        using HttpRequestMessage request = new(method ?? HttpMethod.Get, path);
        also?.Invoke(request);
        return await http.SendAsync(request, Cancel);
    }

    [Theory]
    [InlineData("a.png", "image/png")]
    [InlineData("a.jpeg", "image/jpeg")]
    [InlineData("a.svg", "image/svg+xml")]
    [InlineData("a.mp3", "audio/mpeg")]
    [InlineData("other/a.ogg", "audio/ogg")]
    [InlineData("a.apk", "application/vnd.android.package-archive")]
    public async Task A_file_is_what_its_ending_says_and_nothing_else(string name, string contentType)
    {
        Put(name);
        using HttpResponseMessage answer = await Get($"/assets/{name}");
        Assert.Equal((HttpStatusCode.OK, contentType, "nosniff"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString(), answer.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(name.EndsWith(".apk", StringComparison.Ordinal), answer.Content.Headers.ContentDisposition is { DispositionType: "attachment" });
        Assert.Equal(Picture, await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Whoever_has_it_is_told_so_until_it_changes()
    {
        using HttpResponseMessage first = await Get("/assets/logo.png");
        EntityTagHeaderValue tag = first.Headers.ETag!;
        Assert.True(first.Headers.CacheControl!.Public);
        using HttpResponseMessage again = await Get("/assets/logo.png", request => request.Headers.IfNoneMatch.Add(tag));
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync(Cancel)).Length));
        File.SetLastWriteTimeUtc(Put("logo.png"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using HttpResponseMessage changed = await Get("/assets/logo.png", request => request.Headers.IfNoneMatch.Add(tag));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);

        using HttpResponseMessage part = await Get("/assets/logo.png", request => request.Headers.Range = new RangeHeaderValue(10, 19));
        Assert.Equal((HttpStatusCode.PartialContent, 10), (part.StatusCode, (await part.Content.ReadAsByteArrayAsync(Cancel)).Length));
        using HttpResponseMessage head = await Get("/assets/logo.png", method: HttpMethod.Head);
        Assert.Equal((HttpStatusCode.OK, (long?)Picture.Length), (head.StatusCode, head.Content.Headers.ContentLength));
        using HttpResponseMessage post = await Get("/assets/logo.png", method: HttpMethod.Post);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET,HEAD"), (post.StatusCode, string.Join(',', post.Content.Headers.Allow)));
    }

    /// <summary>Sent as bytes: a client library would tidy them up.</summary>
    [Fact]
    public async Task No_path_leads_out_of_the_folder_or_to_what_is_not_meant_to_be_served()
    {
        File.Copy(Put("logo.png"), Path.Combine(server.Folder, "secret.png"));
        Put("page.html");
        Put(".hidden.png");
        Put("other/deeper/a.png");
        File.CreateSymbolicLink(Path.Combine(server.Folder, "assets", "link.png"), Path.Combine(server.Folder, "secret.png"));
        Directory.CreateSymbolicLink(Path.Combine(server.Folder, "assets", "linked"), server.Folder);
        foreach (string path in (string[])
        [
            "/assets", "/assets/", "/assets/nothing.png", "/assets/page.html", "/assets/.hidden.png", "/assets/other", "/assets/other/deeper/a.png", "/assets/link.png", "/assets/linked/secret.png",
            "/assets/../secret.png", "/assets/%2e%2e/secret.png", "/assets/..%2fsecret.png", "/assets/..%5csecret.png", "/assets/other/../../secret.png", "/assets/other/%2e%2e/%2e%2e/secret.png",
            "/assets//logo.png", "/assets/logo.png/", "/assets/logo.png%00", "/assets/logo.png%20", "/assets/LOGO.PNG", "/assets/../hansard.db", "/assets/%2fetc%2fpasswd", "/assets/logo.png;a", "/assets/./.hidden.png",
        ]) Assert.Contains(await StatusOf(path), (int[])[404, 400]);
        Assert.Equal(200, await StatusOf("/assets/logo.png"));
    }

    private async Task<int> StatusOf(string path)
    {
        using TcpClient client = new();
        await client.ConnectAsync(http.BaseAddress!.Host, http.BaseAddress.Port, Cancel);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), Cancel);
        using StreamReader reader = new(stream);
        return int.Parse((await reader.ReadLineAsync(Cancel))!.Split(' ')[1]);
    }

    [Fact]
    public async Task Logo_sound_and_application_of_a_network_are_where_its_clients_are_told()
    {
        Put("default/ring.mp3");
        Put("app.apk");
        await server.Command(new ChangeNetwork("default", AndroidUrl: "app.apk", Theme: new Dictionary<string, string> { ["logo"] = "logo.png", ["sound"] = "default/ring.mp3", ["buttonText"] = "#ABCDEF" }));
        await using TestSocket stranger = await server.Connect();
        JsonNode theme = (await stranger.Get("RequestGetServerSettings", new { }))["theme"]!;
        Assert.Equal(("https://chat.example.org/assets/logo.png", "https://chat.example.org/assets/default/ring.mp3", "#ABCDEF", "#2e7d32"),
            ((string)theme["logo"]!, (string)theme["sound"]!, (string)theme["buttonText"]!, (string)theme["buttonBackground"]!));
        Assert.Equal("https://chat.example.org/assets/app.apk", (string?)(await stranger.Get("RequestPing", new { clientVersion = "1", when = 1 }))["androidUrl"]);

        await server.Command(new ChangeNetwork("default", AndroidUrl: "https://store.example.org/app", Theme: new Dictionary<string, string> { ["logo"] = "", ["buttonText"] = "" }));
        theme = (await stranger.Get("RequestGetServerSettings", new { }))["theme"]!;
        Assert.Equal((null, "#ffffff"), ((string?)theme["logo"], (string)theme["buttonText"]!));
        Assert.Equal("https://store.example.org/app", (string?)(await stranger.Get("RequestPing", new { clientVersion = "1", when = 1 }))["androidUrl"]);
        NetworkReport kept = await server.Command(new ShowNetwork("default"));
        Assert.Equal(("default/ring.mp3", "https://store.example.org/app"), (kept.Theme["sound"], kept.AndroidUrl));
        await server.Command(new ChangeNetwork("default", AndroidUrl: ""));
        Assert.Equal("", (string?)(await stranger.Get("RequestPing", new { clientVersion = "1", when = 1 }))["androidUrl"]);
    }

    [Fact]
    public async Task A_setting_that_clients_could_not_use_is_refused_and_says_why()
    {
        Put("ring.mp3");
        Put("other/logo.png");
        async Task<Failure> Refused(string? android = null, string? part = null, string value = "") => (await server.TryCommand(new ChangeNetwork(
            "default", AndroidUrl: android, Theme: part is null ? null : new Dictionary<string, string> { [part] = value }))).Failure!;
        Assert.Equal(Status.NotFound, (await Refused(part: "logo", value: "nothing.png")).Status);
        Assert.Contains(".png", (await Refused(part: "logo", value: "ring.mp3")).Description);
        Assert.Contains("default", (await Refused(part: "logo", value: "other/logo.png")).Description);
        Assert.Contains("#2e7d32", (await Refused(part: "buttonText", value: "white")).Description);
        Assert.Contains("theirMessageBubbleText", (await Refused(part: "button", value: "#000000")).Description);
        Assert.All([await Refused(android: "ftp://x/y"), await Refused(android: "https://"), await Refused(android: "https://" + new string('x', 600))], refusal => Assert.Equal(Status.Invalid, refusal.Status));
        Assert.Equal(Status.NotFound, (await Refused(android: "app.apk")).Status);
        Assert.Equal("", (await server.Command(new ShowNetwork("default"))).Theme["logo"]);
    }
}
