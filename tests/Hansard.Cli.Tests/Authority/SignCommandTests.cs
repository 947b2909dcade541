using System.Text.Json;
using Hansard.Cli.Authority;
using Hansard.Cli.Network;
using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.Cli.Tests.Authority;

public sealed class SignCommandTests : IDisposable
{
    private static readonly UserId Recorder = new("recorder-id");
    private static readonly KeyPairUuid KeyPair = new("key-pair");

    private readonly string folder = Directory.CreateTempSubdirectory("hansard-sign-").FullName;
    private readonly UserKeyPair authority = UserKeyPair.FromPem(KeyPool.Pem(1)).Value;
    private readonly UserKeyPair recorder = UserKeyPair.FromPem(KeyPool.Pem(2)).Value;

    [Fact]
    public async Task A_recorder_whose_fingerprint_is_right_is_signed()
    {
        var ended = await Sign(recorder.Public.Fingerprint, "--json");

        Assert.Equal((ExitCode.Done, ""), (ended.ExitCode, ended.Errors));
        var signed = JsonSerializer.Deserialize(ended.Output, CliJson.Lines.RecorderSignature)!;
        Assert.True(Statement(recorder).IsSignedBy(authority.Public, signed.SignatureBase64));
    }

    [Fact]
    public async Task The_signature_stands_alone_on_the_first_line_for_people()
    {
        var ended = await Sign(recorder.Public.Fingerprint.ToUpperInvariant());

        Assert.Equal(ExitCode.Done, ended.ExitCode);
        Assert.True(Statement(recorder).IsSignedBy(authority.Public, ended.Output.Split('\n')[0]));
    }

    [Fact]
    public async Task A_key_that_the_recorders_host_did_not_show_is_not_signed()
    {
        var ended = await Sign(authority.Public.Fingerprint);

        Assert.Equal((ExitCode.Refused, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(recorder.Public.Fingerprint, ended.Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"network":"default"}""")]
    public async Task What_is_no_description_of_a_bot_is_refused(string description)
    {
        var ended = await HansardCommand.Run(description, ["authority", "sign", "--key", KeyFile(), "--bot", "-", "--fingerprint", "00", "--json"]);

        Assert.Equal((ExitCode.Refused, ""), (ended.ExitCode, ended.Output));
        Assert.Equal(Status.Invalid, JsonSerializer.Deserialize(ended.Errors, CliJson.Lines.Refusal)!.Status);
    }

    [Fact]
    public async Task A_key_file_that_is_not_there_is_named()
    {
        var missing = Path.Combine(folder, "missing.pem");

        var ended = await HansardCommand.Run("authority", "sign", "--key", missing, "--bot", "-", "--fingerprint", "00");

        Assert.Equal(ExitCode.Refused, ended.ExitCode);
        Assert.Contains(missing, ended.Errors);
    }

    public void Dispose()
    {
        authority.Dispose();
        recorder.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Task<Ended> Sign(string fingerprint, params string[] more)
    {
        BotDescription bot = new("default", "recorder", Recorder, "pending", false, KeyPair, recorder.Public.Pem, recorder.Public.Fingerprint, "00");
        var description = JsonSerializer.Serialize(bot, CliJson.Lines.BotDescription);
        return HansardCommand.Run(description, ["authority", "sign", "--key", KeyFile(), "--bot", "-", "--fingerprint", fingerprint, .. more]);
    }

    private string KeyFile()
    {
        var file = Path.Combine(folder, "authority.pem");
        File.WriteAllText(file, authority.ExportPem());
        return file;
    }

    private static RecorderStatement Statement(UserKeyPair recorder) => new("default", Recorder, KeyPair, recorder.Public.Pem);
}
