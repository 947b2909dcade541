using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hansard.Archive.Export;
using Hansard.Cli.Authority;
using Hansard.Cli.Demo;
using Hansard.Cli.Moving;
using Hansard.Cli.Network;
using Hansard.Cli.Record;
using Hansard.Cli.Record.Retention;
using Hansard.Cli.Serve;
using Hansard.Cli.Terminal;
using Hansard.Record.Prove;
using Hansard.Record.Verify;
using Hansard.Server.Admin;
using Hansard.Server.Backups;
using Hansard.Server.Moving;

namespace Hansard.Cli.Output;

/// <summary>What <c>--json</c> writes: names in camel case, absent rather than null, people's words unescaped.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(BotDescription))]
[JsonSerializable(typeof(RecorderSignature))]
[JsonSerializable(typeof(ProfileSettings))]
[JsonSerializable(typeof(Dictionary<string, Address>), TypeInfoPropertyName = "Addresses")]
[JsonSerializable(typeof(Registered))]
[JsonSerializable(typeof(ListedConversation))]
[JsonSerializable(typeof(List<ListedConversation>), TypeInfoPropertyName = "Conversations")]
[JsonSerializable(typeof(ReadMessage))]
[JsonSerializable(typeof(Serving))]
[JsonSerializable(typeof(PeopleImported))]
[JsonSerializable(typeof(DemoResult))]
[JsonSerializable(typeof(NetworkCreated))]
[JsonSerializable(typeof(NetworkList))]
[JsonSerializable(typeof(NetworkReport))]
[JsonSerializable(typeof(BotPasswordMade))]
[JsonSerializable(typeof(List<BotDescription>), TypeInfoPropertyName = "BotDescriptions")]
[JsonSerializable(typeof(Deletion))]
[JsonSerializable(typeof(AdmissionChanged))]
[JsonSerializable(typeof(AdmittedUsers))]
[JsonSerializable(typeof(ReportList))]
[JsonSerializable(typeof(ReportView))]
[JsonSerializable(typeof(MessageMark))]
[JsonSerializable(typeof(UserBlock))]
[JsonSerializable(typeof(ConversationBlock))]
[JsonSerializable(typeof(MoveProgress))]
[JsonSerializable(typeof(Moved))]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(Hansard.Server.Checks.Finding))]
[JsonSerializable(typeof(Hansard.Record.Verify.Finding), TypeInfoPropertyName = "RecordFinding")]
[JsonSerializable(typeof(Verification))]
[JsonSerializable(typeof(CheckedProof))]
[JsonSerializable(typeof(CheckedExport))]
[JsonSerializable(typeof(ExportResult))]
[JsonSerializable(typeof(Compared))]
[JsonSerializable(typeof(FoundLine))]
[JsonSerializable(typeof(AuditLine))]
[JsonSerializable(typeof(DecidedView))]
[JsonSerializable(typeof(PolicyList))]
[JsonSerializable(typeof(HoldList))]
[JsonSerializable(typeof(OfficerList))]
[JsonSerializable(typeof(RetentionView))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>One object on one line; base64 and people's words as they are, for nothing here ends up in a web page.</summary>
    public static CliJson Lines => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
