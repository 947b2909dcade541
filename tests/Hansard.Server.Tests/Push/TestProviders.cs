using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Hansard.Server.Tests.Push;

/// <summary>An answer to a push message; without a status the connection is cut, and a body of null says nothing.</summary>
internal sealed record Reply(int? Status, string? Body = null, string? RetryAfter = null, bool Never = false)
{
    public static readonly Reply Ok = new(200, "{}"), Cut = new((int?)null), Silence = new(200, Never: true);

    public static Reply Fcm(int status, string code, string? retryAfter = null) => new(status,
        $$$"""{"error":{"code":{{{status}}},"message":"no","status":"GENERAL","details":[{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"{{{code}}}"}]}}""", retryAfter);

    public static Reply Apns(int status, string reason, long? timestamp = null, string? retryAfter = null) =>
        new(status, timestamp is null ? $$"""{"reason":"{{reason}}"}""" : $$"""{"reason":"{{reason}}","timestamp":{{timestamp}}}""", retryAfter);
}

/// <summary>
/// Google's token endpoint, FCM and APNs on this machine. They speak what the real ones do (messages by HTTP/2 only), check every signature, claim,
/// header and byte, and answer as they are told. Disposing of it fails the test if anything was ever wrong.
/// </summary>
internal sealed class TestProviders : IAsyncDisposable
{
    public const string Project = "hansard-test", Email = "push@hansard-test.iam.gserviceaccount.com", GoogleKeyId = "0123456789abcdef";
    public const string AppleKeyId = "ABC123DEFG", TeamId = "DEF123GHIJ", Topic = "org.example.hansard";

    private static readonly RSA GoogleKey = RSA.Create(2048);
    private static readonly ECDsa AppleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly WebApplication app;
    private readonly TimeProvider time;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, bool> accessTokens = new();
    private readonly string folder = Directory.CreateTempSubdirectory("hansard-push-").FullName;
    private int connections, granted;

    private TestProviders(TimeProvider time)
    {
        this.time = time;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.Use(Count);
            });
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        app = builder.Build();
        app.Run(Answer);
    }

    /// <summary>How a message to this device token is answered.</summary>
    public Func<string, Reply> Says { get; set; } = _ => Reply.Ok;

    /// <summary>How the token endpoint answers instead of granting; null: it grants.</summary>
    public Reply? Grants { get; set; }

    public int GrantSeconds { get; set; } = 3_600;

    /// <summary>Device tokens of all messages, in the order in which they came.</summary>
    public ConcurrentQueue<string> Pushed { get; } = new();

    /// <summary>Provider tokens of APNs that came, each once, in their order.</summary>
    public ConcurrentQueue<string> AppleTokens { get; } = new();

    public ConcurrentQueue<string> Wrong { get; } = new();

    /// <summary>HTTP/2 connections so far.</summary>
    public int Connections => Volatile.Read(ref connections);

    public int Granted => Volatile.Read(ref granted);

    public string Url => Addresses[0];

    public string FcmFile { get; private set; } = "";

    public string ApnsFile { get; private set; } = "";

    public string GooglePem { get; } = GoogleKey.ExportPkcs8PrivateKeyPem();

    private string[] Addresses => [.. app.Services.GetAddresses()];

    public static async Task<TestProviders> Start(TimeProvider? time = null)
    {
        TestProviders providers = new(time ?? TimeProvider.System);
        await providers.app.StartAsync(TestContext.Current.CancellationToken);
        providers.WriteFiles();
        return providers;
    }

    private void WriteFiles()
    {
        FcmFile = Path.Combine(folder, "account.json");
        ApnsFile = Path.Combine(folder, "apns.json");
        JsonObject account = new()
        {
            ["type"] = "service_account", ["project_id"] = Project, ["private_key_id"] = GoogleKeyId, ["private_key"] = GooglePem, ["client_email"] = Email,
            ["client_id"] = "1", ["auth_uri"] = "https://accounts.google.com/o/oauth2/auth", ["token_uri"] = TokenAddress,
        };
        File.WriteAllText(FcmFile, account.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "AuthKey.p8"), AppleKey.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(ApnsFile, $$"""{"keyFile":"AuthKey.p8","keyId":"{{AppleKeyId}}","teamId":"{{TeamId}}","topic":"{{Topic}}"}""");
    }

    private string TokenAddress => Addresses[1] + "/token";

    /// <summary>Google takes back every access token that it has given.</summary>
    public void Revoke() => accessTokens.Clear();

    private Task Count(ConnectionContext connection, ConnectionDelegate next)
    {
        Interlocked.Increment(ref connections);
        return next(connection);
    }

    private async Task Answer(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        string path = context.Request.Path.Value!;
        Check(context.Request.Method == "POST", $"{context.Request.Method} {path}");
        if (path == "/token") await Grant(context, Encoding.ASCII.GetString(body.ToArray()));
        else if (path == $"/v1/projects/{Project}/messages:send") await TakeFcm(context, body.ToArray());
        else if (path.StartsWith("/3/device/", StringComparison.Ordinal)) await TakeApns(context, path["/3/device/".Length..], body.ToArray());
        else Check(false, "path " + path);
    }

    private async Task Grant(HttpContext context, string form)
    {
        if (Grants is { } refusal)
        {
            await Say(context, refusal);
            return;
        }
        Dictionary<string, string> fields = form.Split('&').Select(field => field.Split('=')).ToDictionary(field => field[0], field => Uri.UnescapeDataString(field[1]));
        Check(fields["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer", "grant type " + fields["grant_type"]);
        TestJwt jwt = TestJwt.Read(fields["assertion"]);
        Check(GoogleKey.VerifyData(jwt.Signed, jwt.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), "signature of the assertion");
        Check(JsonNode.DeepEquals(jwt.Header, new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = GoogleKeyId }), "header of the assertion");
        long issued = (long)jwt.Claims["iat"]!;
        Check(JsonNode.DeepEquals(jwt.Claims, new JsonObject
        {
            ["iss"] = Email, ["iat"] = issued, ["scope"] = "https://www.googleapis.com/auth/firebase.messaging", ["aud"] = TokenAddress, ["exp"] = issued + 3_600,
        }), "claims of the assertion");
        Check(Math.Abs(issued - Now) <= 60, "time of the assertion");
        string token = $"access-{Interlocked.Increment(ref granted)}";
        accessTokens[token] = true;
        await Say(context, new Reply(200, $$"""{"access_token":"{{token}}","expires_in":{{GrantSeconds}},"token_type":"Bearer"}"""));
    }

    private async Task TakeFcm(HttpContext context, byte[] body)
    {
        HttpRequest request = context.Request;
        Check(request.Protocol == "HTTP/2", request.Protocol);
        Check(request.ContentType == "application/json", "content type " + request.ContentType);
        if (!accessTokens.ContainsKey(request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal)))
        {
            await Say(context, new Reply(401, """{"error":{"code":401,"message":"no","status":"UNAUTHENTICATED"}}"""));
            return;
        }
        JsonNode message = JsonNode.Parse(body)!;
        string token = (string)message["message"]!["token"]!;
        JsonNode expected = JsonNode.Parse("""
            {"message":{"token":"","notification":{"body":"New message"},
             "android":{"priority":"HIGH","collapse_key":"new-message","ttl":"604800s","notification":{"tag":"new-message"}},
             "apns":{"headers":{"apns-collapse-id":"new-message","apns-priority":"10"},"payload":{"aps":{"alert":{"body":"New message"},"sound":"default","mutable-content":1}}}}}
            """)!;
        expected["message"]!["token"] = token;
        Check(JsonNode.DeepEquals(message, expected), "message " + message.ToJsonString());
        Pushed.Enqueue(token);
        await Say(context, Says(token));
    }

    private async Task TakeApns(HttpContext context, string token, byte[] body)
    {
        HttpRequest request = context.Request;
        Check(request.Protocol == "HTTP/2", request.Protocol);
        Check(Encoding.UTF8.GetString(body) == """{"aps":{"alert":{"body":"New message"},"sound":"default","mutable-content":1}}""", "payload " + Encoding.UTF8.GetString(body));
        foreach ((string name, string value) in new[] { ("apns-topic", Topic), ("apns-push-type", "alert"), ("apns-priority", "10"), ("apns-collapse-id", "new-message") })
            Check(request.Headers[name] == value, $"{name}: {request.Headers[name]}");
        Check(Math.Abs(long.Parse(request.Headers["apns-expiration"].ToString()) - Now - 604_800) <= 60, "apns-expiration");

        string bearer = request.Headers.Authorization.ToString();
        Check(bearer.StartsWith("bearer ", StringComparison.Ordinal), "authorization");
        // Requests are answered side by side: looking and adding must be one step, or two of them add the same token.
        lock (AppleTokens)
        {
            if (!AppleTokens.Contains(bearer)) AppleTokens.Enqueue(bearer);
        }
        TestJwt jwt = TestJwt.Read(bearer["bearer ".Length..]);
        Check(AppleKey.VerifyData(jwt.Signed, jwt.Signature, HashAlgorithmName.SHA256), "signature of the provider token");
        Check(JsonNode.DeepEquals(jwt.Header, new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = AppleKeyId }), "header of the provider token");
        long issued = (long)jwt.Claims["iat"]!;
        Check(JsonNode.DeepEquals(jwt.Claims, new JsonObject { ["iss"] = TeamId, ["iat"] = issued }), "claims of the provider token");
        Check(Now - issued is >= -60 and <= 3_600, "age of the provider token");
        Pushed.Enqueue(token);
        await Say(context, Says(token));
    }

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private async Task Say(HttpContext context, Reply reply)
    {
        if (reply.Never) await Task.WhenAny(ended.Task, Task.Delay(Timeout.Infinite, context.RequestAborted));
        if (reply.Status is not { } status)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = status;
        if (reply.RetryAfter is { } after) context.Response.Headers.RetryAfter = after;
        if (reply.Body is { } body) await context.Response.WriteAsync(body);
    }

    private void Check(bool right, string what)
    {
        if (!right) Wrong.Enqueue(what);
    }

    public async ValueTask DisposeAsync()
    {
        ended.SetResult();
        await app.StopAsync(TestContext.Current.CancellationToken);
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        Assert.Empty(Wrong);
    }
}

/// <summary>A compact JSON Web Token, taken apart.</summary>
internal sealed record TestJwt(byte[] Signed, JsonNode Header, JsonNode Claims, byte[] Signature)
{
    public static TestJwt Read(string token)
    {
        string[] parts = token.Split('.');
        byte[] Part(int at) => System.Buffers.Text.Base64Url.DecodeFromChars(parts[at]);
        return new TestJwt(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), JsonNode.Parse(Part(0))!, JsonNode.Parse(Part(1))!, Part(2));
    }
}

internal static class Addresses
{
    /// <summary>Where a server listens, in the order in which it was told.</summary>
    public static IEnumerable<string> GetAddresses(this IServiceProvider services) =>
        ((Microsoft.AspNetCore.Hosting.Server.IServer)services.GetService(typeof(Microsoft.AspNetCore.Hosting.Server.IServer))!).Features.Get<IServerAddressesFeature>()!.Addresses;
}
