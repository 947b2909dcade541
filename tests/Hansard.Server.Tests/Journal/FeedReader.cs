using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Shared;
using Xunit;

namespace Hansard.Server.Tests.Journal;

/// <summary>A recorder that trusts nothing: it reads the feed page by page and recomputes everything from the bytes that came.</summary>
internal sealed class FeedReader(TestSocket socket, string network = "default")
{
    private byte[] hash = new byte[32];

    public List<JsonObject> Facts { get; } = [];

    public Dictionary<long, (string Iv, string Body)> Bodies { get; } = [];

    public List<JsonObject> SessionKeys { get; } = [];

    /// <summary>Facts in each page, and bytes of each answer.</summary>
    public List<(int Facts, int Bytes)> Pages { get; } = [];

    public long After => Facts.Count;

    public IEnumerable<string> Kinds => Facts.Select(fact => (string)fact["kind"]!);

    public IEnumerable<JsonObject> OfKind(string kind) => Facts.Where(fact => (string?)fact["kind"] == kind);

    /// <summary>Reads until it has every fact, then checks the chain against the signed head.</summary>
    public async Task<FeedReader> ToTheHead(int size = 1_000)
    {
        string journalKey = (string)(await socket.Get("RequestGetServerSettings", new { }))["hansard"]!["journalKeyHex"]!;
        JsonNode page;
        do page = await Page(size);
        while (Facts.Count < (long)page["head"]!);
        Assert.Equal((long)page["head"]!, Facts.Count);
        Assert.Equal(Convert.ToHexStringLower(hash), (string?)page["headHash"]);
        byte[] signed = Encoding.UTF8.GetBytes($"hansard/journal-head/1\n{network}\n{Facts.Count}\n{Convert.ToHexStringLower(hash)}\n");
        Assert.True(Ed25519.Verify(Convert.FromHexString(journalKey), signed, Convert.FromBase64String((string)page["headSignatureBase64"]!)));
        return this;
    }

    public async Task<JsonNode> Page(int size = 1_000, int waitMs = 0)
    {
        await socket.Send("RequestRecorderFeed", new { after = After, size, waitMs });
        return await TakePage();
    }

    /// <summary>The answer to a request for the feed that was sent before.</summary>
    public async Task<JsonNode> TakePage()
    {
        JsonNode page = (await socket.Reply())["body"]!;
        Assert.Null(page["status"]);
        ReadRaw(socket.LastFrame);
        Pages.Add((page["facts"]!.AsArray().Count, socket.LastFrame.Length));
        foreach (JsonNode? body in page["bodies"]!.AsArray()) Bodies.Add((long)body!["seq"]!, ((string)body["ivBase64"]!, (string)body["bodyEncryptedBase64"]!));
        SessionKeys.AddRange(page["sessionKeys"]!.AsArray().Select(key => key!.AsObject()));
        return page;
    }

    private void ReadRaw(ReadOnlyMemory<byte> frame)
    {
        using JsonDocument document = JsonDocument.Parse(frame);
        foreach (JsonElement fact in document.RootElement.GetProperty("body").GetProperty("facts").EnumerateArray())
        {
            Facts.Add(JsonObject.Create(fact.Clone())!);
            byte[] number = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(number, Facts.Count);
            hash = SHA256.HashData([.. hash, .. number, .. SHA256.HashData(JsonMarshal.GetRawUtf8Value(fact))]);
            Assert.Equal(Facts.Count, fact.GetProperty("seq").GetInt64());
        }
    }
}
