using Hansard.Cli.Authority;
using Hansard.Cli.Output;
using Hansard.Cli.Processes;
using Hansard.Cli.Recorder;
using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Settings;
using Hansard.Record.Format;
using Hansard.Recorder;
using Hansard.Server;
using Hansard.Server.Admin;
using Spectre.Console;
using Status = Hansard.Protocol.Status;

namespace Hansard.Cli.Serve;

/// <summary>
/// The recorder that <c>hansard up</c> runs beside its server. Every step looks at what is there already, so a start that was cut off anywhere is finished by the next one.
/// </summary>
internal sealed class LocalRecorder(ServerSettings settings, string serverUrl, AdminClient desk, Screen screen)
{
    public const string NetworkName = ConnectionSettings.DefaultNetwork;
    public const string UserName = RecorderCommand.DefaultUserName;
    private const string Pending = "pending";
    private const string Active = "active";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the recorder may take to make its keys and announce itself.</summary>
    private static readonly TimeSpan AnnouncementPatience = TimeSpan.FromMinutes(5);

    private string? oneTimePassword;

    /// <summary>Its private half belongs off this machine once the network is more than a trial.</summary>
    public string AuthorityKey => Path.Combine(settings.DataFolder, "authority.pem");

    public string Folder => Path.Combine(settings.DataFolder, "recorder");

    /// <summary>Where its lines are.</summary>
    public RecordLayout Record => new RecorderSettings(new Uri(serverUrl), NetworkName, UserName, Folder).Record;

    /// <summary>Makes the recorded network on the first start. False: this network is not recorded here, and that stays so.</summary>
    public async Task<Result<bool>> Prepare(CancellationToken cancel)
    {
        var network = await Ask(new ShowNetwork(NetworkName), cancel);
        if (!network.Succeeded) return network.Failure.Status == Status.NotFound ? await MakeNetwork(cancel) : network.Failure;
        if (network.Value.Recording == RecordingModes.Off) return false;
        var bot = await Ask(new ShowBot(NetworkName, UserName), cancel);
        if (bot.Succeeded) return bot.Value.State is Pending or Active;
        if (bot.Failure.Status != Status.NotFound) return bot.Failure;
        // The start that made the network ended before its recorder had announced itself.
        var password = await Ask(new MakeBotPassword(NetworkName), cancel);
        if (!password.Succeeded) return password.Failure;
        oneTimePassword = password.Value.BotPassword;
        return true;
    }

    /// <summary>The command line of the recorder's process.</summary>
    public IReadOnlyList<string> Arguments =>
        ["recorder", "run", "--server", serverUrl, "--network", NetworkName, "--user", UserName, "--folder", Folder];

    /// <summary>What it is told besides: on its first start the one-time password, which stands in no argument, for all could read it there.</summary>
    public IReadOnlyDictionary<string, string> Environment => oneTimePassword is null
        ? new Dictionary<string, string>()
        : new Dictionary<string, string> { [RecorderCommand.OneTimePasswordVariable] = oneTimePassword };

    /// <summary>Runs the recorder, and again when it ends by itself, until told to stop.</summary>
    public Task Run(CancellationToken cancel) =>
        new KeptChild(Arguments, Environment, line => screen.Tell($"[grey]recorder {line.EscapeMarkup()}[/]")).Run(cancel);

    /// <summary>Approves the recorder once it has announced itself. Null: it is active.</summary>
    public async Task<Failure?> Approve(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(AnnouncementPatience);
        try
        {
            while (true)
            {
                var bot = await Ask(new ShowBot(NetworkName, UserName), patience.Token);
                if (bot.Succeeded && bot.Value.State == Active) return null;
                if (bot.Succeeded && bot.Value.State == Pending) return await Approve(bot.Value, patience.Token);
                if (!bot.Succeeded && bot.Failure.Status != Status.NotFound) return bot.Failure;
                await Task.Delay(LookAgain, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Failure.Internal("The recorder did not announce itself. What it says stands above.");
        }
    }

    /// <summary>What the server says of the bot is believed here: this process is the server, and only its own child was given the one-time password.</summary>
    private async Task<Failure?> Approve(BotReport bot, CancellationToken cancel)
    {
        if (!File.Exists(AuthorityKey))
            return Failure.NotFound($"The recorder waits for its approval, and the authority key is not in {AuthorityKey}: approve it where the key is.");
        var authority = UserKeyPair.FromPem(await File.ReadAllTextAsync(AuthorityKey, cancel));
        if (!authority.Succeeded) return authority.Failure;
        using var pair = authority.Value;
        var signature = new RecorderStatement(NetworkName, bot.UserId, bot.KeyPairUuid, bot.PublicKeyBase64).Sign(pair);
        return (await Ask(new ApproveBot(NetworkName, UserName, bot.SigningKeyHex, true, signature), cancel)).Failure;
    }

    private async Task<Result<bool>> MakeNetwork(CancellationToken cancel)
    {
        screen.Tell("First start: making the network [bold]default[/], its authority key and its recorder. This takes some seconds.");
        if (!File.Exists(AuthorityKey))
        {
            var made = await Task.Run(() => AuthorityKeyFile.Make(AuthorityKey), cancel);
            if (!made.Succeeded) return made.Failure;
        }
        var publicKey = await File.ReadAllTextAsync(AuthorityKeyFile.PublicOf(AuthorityKey), cancel);
        var created = await Ask(new CreateNetwork(NetworkName, RecordingModes.On, publicKey), cancel);
        if (!created.Succeeded) return created.Failure;
        oneTimePassword = created.Value.BotPassword;
        return true;
    }

    private Task<Result<TAnswer>> Ask<TAnswer>(IAdminCall<TAnswer> call, CancellationToken cancel) => desk.CallAsync(call, cancel);
}
