using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Hansard.Protocol;

namespace Hansard.Server.Admin;

/// <summary>Calls and answers as they cross the socket.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(CreateNetwork))]
[JsonSerializable(typeof(NetworkCreated))]
[JsonSerializable(typeof(ListNetworks))]
[JsonSerializable(typeof(NetworkList))]
[JsonSerializable(typeof(ShowNetwork))]
[JsonSerializable(typeof(ChangeNetwork))]
[JsonSerializable(typeof(DeleteNetwork))]
[JsonSerializable(typeof(NetworkReport))]
[JsonSerializable(typeof(AdmitUsers))]
[JsonSerializable(typeof(DismissUsers))]
[JsonSerializable(typeof(AdmissionChanged))]
[JsonSerializable(typeof(ListAdmitted))]
[JsonSerializable(typeof(AdmittedUsers))]
[JsonSerializable(typeof(MakeBotPassword))]
[JsonSerializable(typeof(BotPasswordMade))]
[JsonSerializable(typeof(ListBots))]
[JsonSerializable(typeof(BotList))]
[JsonSerializable(typeof(ShowBot))]
[JsonSerializable(typeof(ApproveBot))]
[JsonSerializable(typeof(RetireBot))]
[JsonSerializable(typeof(BotReport))]
[JsonSerializable(typeof(ListReports))]
[JsonSerializable(typeof(ReportList))]
[JsonSerializable(typeof(ShowReport))]
[JsonSerializable(typeof(DecideReport))]
[JsonSerializable(typeof(ReportView))]
[JsonSerializable(typeof(MarkMessage))]
[JsonSerializable(typeof(MessageMark))]
[JsonSerializable(typeof(BlockUser))]
[JsonSerializable(typeof(UserBlock))]
[JsonSerializable(typeof(BlockConversation))]
[JsonSerializable(typeof(ConversationBlock))]
internal sealed partial class AdminJson : JsonSerializerContext
{
    /// <summary>Made at first use: the parts of a generated context do not say in which order their static fields begin.</summary>
    private static JsonSerializerOptions Wire => field ??= new AdminJson(
        new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Options;

    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Wire.GetTypeInfo(typeof(T));

    public static byte[] Write(object call) => JsonSerializer.SerializeToUtf8Bytes(call, Wire.GetTypeInfo(call.GetType()));
}
