using System.Text.Json;
using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Xunit;

namespace Hansard.Cli.Tests.Recorder;

/// <summary>The steps of docs/operations.md, by which an organisation lets a recorder in that runs on a host of its own.</summary>
public sealed class RecorderCommandTests : IDisposable
{
    private readonly DataFolder data = new();

    [Fact]
    public async Task A_recorder_announces_itself_is_signed_where_the_key_is_and_records_once_approved()
    {
        await using var server = RunningHansard.Start(data.Environment, "serve");
        await server.Says("Serving");
        var key = data.File("authority.pem");
        var created = await data.Run("network", "create", "acme", "--recording", "strict", "--authority-key-out", key, "--json");
        await using var recorder = RunningHansard.Start(
            new Dictionary<string, string> { ["HANSARD_ONE_TIME_PASSWORD"] = Text(created, "botPassword"), ["HANSARD_RECORDER_PASSWORD"] = "kept under this" },
            "recorder", "run", "--server", data.Url, "--network", "acme", "--user", "audit", "--folder", data.File("audit"));
        var signingKey = LastWord(await recorder.Says("signing key"));
        var fingerprint = LastWord(await recorder.Says("fingerprint"));

        var bot = await data.Run("network", "bot", "show", "acme", "audit", "--json");
        var signed = await HansardCommand.Run(bot.Output, ["authority", "sign", "--key", key, "--bot", "-", "--fingerprint", fingerprint, "--json"]);
        var wrongKey = await Approve(new string('0', signingKey.Length), Text(signed, "signatureBase64"));
        var wrongSignature = await Approve(signingKey, Convert.ToBase64String(new byte[512]));
        var approved = await Approve(signingKey, Text(signed, "signatureBase64"));

        Assert.Equal("pending", Text(bot, "state"));
        Assert.Equal((ExitCode.Refused, ExitCode.Refused), (wrongKey.ExitCode, wrongSignature.ExitCode));
        Assert.Equal("active", Text(approved, "state"));
        await recorder.Says("Recording the network acme");
        Assert.Equal(ExitCode.Done, await recorder.Stop());
        Assert.Equal(ExitCode.Done, await server.Stop());
    }

    [Fact]
    public async Task Without_a_one_time_password_the_first_start_says_that_it_needs_one()
    {
        await using var server = RunningHansard.Start(data.Environment, "serve");
        await server.Says("Serving");
        await data.Run("network", "create", "acme");

        var ended = await HansardCommand.Run("recorder", "run", "--server", data.Url, "--network", "acme", "--folder", data.File("recorder"));

        Assert.Equal(ExitCode.Refused, ended.ExitCode);
        Assert.Contains("one-time password", ended.Output + ended.Errors);
    }

    [Fact]
    public async Task A_copy_that_lacks_its_bucket_is_refused_with_what_it_lacks()
    {
        var ended = await HansardCommand.Run("recorder", "run", "--copy-s3", "https://s3.example.org");
        Assert.Equal(ExitCode.Refused, ended.ExitCode);
        Assert.Contains("--copy-s3-bucket", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_witness_without_its_key_is_not_asked()
    {
        var unpaired = await HansardCommand.Run("recorder", "run", "--witness", "https://witness.example.org/");
        var missing = await HansardCommand.Run("recorder", "run", "--witness", "https://witness.example.org/", "--witness-key", data.File("nowhere"));
        Assert.Equal((ExitCode.Refused, ExitCode.Refused), (unpaired.ExitCode, missing.ExitCode));
        Assert.Contains("--witness-key", unpaired.Errors, StringComparison.Ordinal);
        Assert.Contains("nowhere", missing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_shown_to_this_machine_alone_and_alarms_are_sent_signed_or_not_at_all()
    {
        var open = await HansardCommand.Run("recorder", "run", "--metrics", "http://0.0.0.0:9464");
        var unsigned = await HansardCommand.Run("recorder", "run", "--alarm-webhook", "https://calls.example.org/");
        var readable = await HansardCommand.Run("recorder", "run", "--alarm-webhook", "http://calls.example.org/");

        Assert.Equal((ExitCode.Usage, ExitCode.Refused, ExitCode.Refused), (open.ExitCode, unsigned.ExitCode, readable.ExitCode));
        Assert.Contains("loopback", open.Errors, StringComparison.Ordinal);
        Assert.Contains("HANSARD_ALARM_WEBHOOK_KEY", unsigned.Errors, StringComparison.Ordinal);
        Assert.Contains("https://", readable.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => data.Dispose();

    private Task<Ended> Approve(string signingKey, string signature) =>
        data.Run("network", "bot", "approve", "acme", "audit", "--signing-key", signingKey, "--recorder", "--signature", signature, "--json");

    private static string LastWord(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1];

    private static string Text(Ended ended, string name)
    {
        Assert.True(ended.ExitCode == ExitCode.Done, ended.Errors);
        return JsonElement.Parse(ended.Output).GetProperty(name).GetString()!;
    }
}
