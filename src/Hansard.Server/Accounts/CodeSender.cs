using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hansard.Protocol;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Accounts;

/// <summary>A text message with a code.</summary>
/// <param name="At">When it was written, RFC 3339.</param>
internal sealed record CodeMessage(string To, string Text, string Code, DateTimeOffset At);

/// <summary>
/// Where codes leave the server, after the commit and outside of the request: its answer is the same whether a message arrives or not, so that
/// nobody learns from it which numbers there are.
/// </summary>
internal abstract class CodeSender : IDisposable
{
    /// <summary>The outbox or the gateway, as the settings say; refuses settings by which codes could not leave.</summary>
    public static Result<CodeSender> Open(ServerSettings settings, DataFolder folder, TimeProvider time, ILoggerFactory logs)
    {
        if (settings.Problem() is { } problem) return Failure.Invalid(problem);
        if (settings.Sms is null or "outbox") return new CodeOutbox(folder.SmsOutbox);
        Result<byte[]> secret = SmsSecret.Read(settings.SmsSecretFile, folder);
        return secret.Succeeded ? new SmsGateway(new Uri(settings.Sms), secret.Value, SmsGateway.Bounds, time, logs.CreateLogger<SmsGateway>()) : secret.Failure;
    }

    /// <summary>Never waits for the network and never fails.</summary>
    public abstract void Send(CodeMessage message);

    public virtual void Dispose()
    {
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CodeMessage))]
[JsonSerializable(typeof(GatewayMessage))]
internal sealed partial class CodeJson : JsonSerializerContext
{
    /// <summary>A number keeps its plus.</summary>
    public static CodeJson Lines => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
