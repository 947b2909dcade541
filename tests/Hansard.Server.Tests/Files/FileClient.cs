using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Xunit;

namespace Hansard.Server.Tests.Files;

/// <summary>Moves bytes as a stranger's client would, over real HTTP: tus up, ranges down.</summary>
internal static class FileClient
{
    public const string Tus = "1.0.0";

    public static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(2) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Bytes that nobody guesses and everybody can make again.</summary>
    public static byte[] Bytes(int count, int seed = 1)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The name of a file as clients encrypt it; it holds what must not become a path.</summary>
    public static string Name(string text) => Convert.ToBase64String([0xFF, 0xFF, 0xFE, .. System.Text.Encoding.UTF8.GetBytes(text)]);

    public static object Request(string conversation, string message, string name, long size, string? preview = null, string mimeType = "image/jpeg") => new
    {
        conversationUuid = conversation, messageUuid = message, fileNameEncrypted = Name(name), mimeType, size, width = 632, height = 1368, duration = (int?)null,
        previewFileNameEncrypted = preview is null ? null : Name(preview),
    };

    public static object Announcing(TestPerson author, string conversation, string message, int? files)
    {
        Dictionary<string, object?> body = new()
        {
            ["bodyEncryptedBase64"] = TestPerson.Body, ["conversationUuid"] = conversation, ["hasFiles"] = true, ["ivBase64"] = TestPerson.Iv, ["messageUuid"] = message,
            ["replyMessageUuid"] = null, ["sessionKeyUuid"] = author.KeyOf(conversation),
        };
        if (files is not null) body["fileCount"] = files;
        return body;
    }

    /// <summary>A message whose files follow.</summary>
    public static Task Announce(this TestPerson author, string conversation, string message, int? files = 1) =>
        author.Socket.Get("RequestAddMessage", Announcing(author, conversation, message, files));

    public static async Task<(string Url, long Offset)> UploadUrl(this TestPerson author, string conversation, string message, string name, long size, string? preview = null)
    {
        JsonNode answer = await author.Socket.Get("RequestGetUploadUrl", Request(conversation, message, name, size, preview));
        return ((string)answer["uploadUrl"]!, (long)answer["offset"]!);
    }

    /// <summary>Brings a whole file.</summary>
    public static async Task Upload(this TestPerson author, string conversation, string message, string name, byte[] bytes, string? preview = null)
    {
        (string url, _) = await author.UploadUrl(conversation, message, name, bytes.Length, preview);
        using HttpResponseMessage answer = await Patch(url, 0, bytes);
        Assert.Equal((204, bytes.Length), ((int)answer.StatusCode, Offset(answer)));
    }

    public static Task<HttpResponseMessage> Patch(string url, long offset, byte[] bytes) => Patch(url, offset, new ByteArrayContent(bytes));

    public static Task<HttpResponseMessage> Patch(string url, long offset, HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        HttpRequestMessage request = new(HttpMethod.Patch, url) { Content = content };
        request.Headers.Add("Tus-Resumable", Tus);
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        return Http.SendAsync(request, Cancellation);
    }

    public static async Task<HttpResponseMessage> Head(string url)
    {
        HttpRequestMessage request = new(HttpMethod.Head, url);
        request.Headers.Add("Tus-Resumable", Tus);
        return await Http.SendAsync(request, Cancellation);
    }

    public static long? Offset(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Upload-Offset", out var values) ? long.Parse(values.Single(), CultureInfo.InvariantCulture) : null;

    /// <summary>The files of a message that are ready, as somebody sees them.</summary>
    public static async Task<JsonArray> Files(this TestSocket socket, string conversation, string message) =>
        (await socket.Get("RequestGetFilesFast", new { conversationUuid = conversation, messageUuid = message }))["files"]!.AsArray();

    public static async Task<string> FileUrl(this TestPerson person, string conversation, string message) =>
        (string)Assert.Single(await person.Socket.Files(conversation, message))!["downloadUrl"]!;

    public static Task<HttpResponseMessage> Get(string url, string? range = null)
    {
        HttpRequestMessage request = new(HttpMethod.Get, url);
        if (range is not null) request.Headers.TryAddWithoutValidation("Range", range);
        return Http.SendAsync(request, Cancellation);
    }

    public static async Task<int> Status(string url)
    {
        using HttpResponseMessage answer = await Get(url);
        return (int)answer.StatusCode;
    }

    public static async Task<byte[]> Download(string url)
    {
        using HttpResponseMessage answer = await Get(url);
        Assert.Equal(200, (int)answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(Cancellation);
    }

    /// <summary>What there is in the folder of files, relative to it.</summary>
    public static string[] OnDisk(TestServer server)
    {
        string root = Path.Combine(server.Folder, "files");
        return Directory.Exists(root) ? [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path)).Order()] : [];
    }
}
