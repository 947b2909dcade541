using System.CommandLine;
using Hansard.Archive.Log;
using Hansard.Cli.Output;
using Hansard.Cli.Processes;
using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Recorder;

namespace Hansard.Cli.Recorder;

/// <summary>The recorder as a process of its own, usually on a host of its own.</summary>
internal static class RecorderCommand
{
    /// <summary>Where the first start finds its one-time password: an argument could be read by every user of the machine.</summary>
    public const string OneTimePasswordVariable = "HANSARD_ONE_TIME_PASSWORD";

    /// <summary>What <c>--metrics</c> is without being given.</summary>
    public const string MetricsVariable = "HANSARD_RECORDER_METRICS";

    public const string DefaultUserName = "recorder";

    public static readonly Option<string> UserName = new("--user") { Description = "The recorder's name.", HelpName = "NAME", DefaultValueFactory = _ => DefaultUserName };
    public static readonly Option<string> Folder = new("--folder") { Description = "Where its keys and the record are kept.", HelpName = "DIR", DefaultValueFactory = _ => "recorder" };

    private static readonly Option<Uri> Server = Values.Server("--server");
    private static readonly Option<string> Network = new("--network") { Description = "Network to record.", HelpName = "NAME", DefaultValueFactory = _ => ConnectionSettings.DefaultNetwork };
    private static readonly Option<TimeZoneInfo> Zone = new("--zone")
    {
        Description = "Time zone of the record's times for people.", HelpName = "ZONE", DefaultValueFactory = _ => TimeZoneInfo.Utc,
        CustomParser = result =>
        {
            if (TimeZoneInfo.TryFindSystemTimeZoneById(result.Tokens[0].Value, out var zone)) return zone;
            result.AddError($"There is no time zone {result.Tokens[0].Value}.");
            return null;
        },
    };

    private static readonly Option<int> MaximumMegabytes =
        Values.Number("--file-megabytes", 1, 1 << 20, (int)(Rotation.DefaultMaximumBytes >> 20), "Largest message file, after which the next one is begun.");
    private static readonly Option<int> MaximumHours =
        Values.Number("--file-hours", 0, 24 * 3660, 0, "Longest time that a message file spans, from its first fact on; 0 for any.");

    private static readonly Option<Uri?> Metrics = new("--metrics")
    {
        Description = $"Show /metrics and /healthz at this loopback address, such as http://127.0.0.1:9464; default ${MetricsVariable}, else nowhere.", HelpName = "URL",
        CustomParser = result =>
        {
            if (MetricsAddress(result.Tokens[0].Value) is { } address) return address;
            result.AddError("--metrics is http://, a loopback address and a port.");
            return null;
        },
    };

    public static Command Create()
    {
        Command run = new("run", $"""
            Record until stopped. The first start makes the recorder's keys, announces it with the one-time password in ${OneTimePasswordVariable},
            shows what must be approved, and waits for it. Its keys are kept under the password in ${RecorderSettings.PassphraseVariable}, if there is one.
            """) { Server, Network, UserName, Folder, Zone, MaximumMegabytes, MaximumHours, Metrics, ParentWatch.Option };
        foreach (var option in LayoutOptions.All.Concat(CopyOptions.All).Concat(AlarmOptions.All).Concat(WitnessOptions.All)) run.Options.Add(option);
        return new Command("recorder", "Record a network.") { run.Does(Run) };
    }

    private static async Task<int> Run(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var copies = CopyOptions.Of(arguments, $"{arguments.GetValue(Network)}/{arguments.GetValue(UserName)}");
        if (!copies.Succeeded) return screen.Refuse(copies.Failure);
        var witnesses = WitnessOptions.Targets(arguments);
        if (!witnesses.Succeeded) return screen.Refuse(witnesses.Failure);
        var webhook = AlarmOptions.Target(arguments);
        if (!webhook.Succeeded) return screen.Refuse(webhook.Failure);
        var metrics = arguments.GetValue(Metrics);
        if (metrics is null && Variable(MetricsVariable) is { } shown && (metrics = MetricsAddress(shown)) is null)
            return screen.Refuse(Failure.Invalid($"${MetricsVariable} is http://, a loopback address and a port."));
        using var stopping = ParentWatch.Join(arguments, cancel);
        var settings = LayoutOptions.Apply(arguments, new RecorderSettings(
            arguments.GetValue(Server)!, arguments.GetValue(Network)!, arguments.GetValue(UserName)!, Path.GetFullPath(arguments.GetValue(Folder)!))
        {
            OneTimePassword = Variable(OneTimePasswordVariable),
            Passphrase = Variable(RecorderSettings.PassphraseVariable),
            Zone = arguments.GetValue(Zone)!,
            Copies = copies.Value,
            Metrics = metrics,
            Witnesses = witnesses.Value,
            Webhook = webhook.Value,
            Thresholds = AlarmOptions.Thresholds(arguments),
            Rotation = new Rotation(
                (long)arguments.GetValue(MaximumMegabytes) << 20, arguments.GetValue(MaximumHours) is > 0 and var hours ? TimeSpan.FromHours(hours) : null),
        });
        if (!settings.Succeeded) return screen.Refuse(settings.Failure);
        return await new RecorderRun(settings.Value, screen.Status).RunAsync(stopping.Token) == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private static Uri? MetricsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && RecorderSettings.CanShowMetricsAt(address) ? address : null;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
