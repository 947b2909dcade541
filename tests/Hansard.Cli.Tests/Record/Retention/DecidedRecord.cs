using System.Diagnostics;
using System.Security.Cryptography;
using Hansard.Archive.Audit;
using Hansard.Archive.Log;
using Hansard.Cli.Record.Retention;
using Hansard.Cli.Tests.Processes;
using Hansard.Client.Encryption;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Cli.Tests.Record.Retention;

/// <summary>A small record with its audit log, as its recorder leaves it, and commands on it with a passphrase in their environment.</summary>
internal sealed class DecidedRecord : IDisposable
{
    public const string Hostile = "eve\u001b[2J\u202e";

    private static readonly BotSigningKey SigningKey = BotSigningKey.FromSeed(SHA256.HashData("the key of these tests"u8)).Value;

    private static readonly NoteSigner Signer = new(VerifierKey.OfLog("hansard/default/bot", SigningKey.PublicKey.Span), text => SigningKey.Sign(text));

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("hansard-record-");

    public DecidedRecord()
    {
        using (var log = RecordLog.Open(RecordHold.Take(Layout, new PosixDisk()), new LogSettings(Signer, "UTC") { Rotation = new Rotation(MaximumAge: TimeSpan.FromMicroseconds(3)) }))
            log.Append([.. Enumerable.Range(1, 8).Select(seq => Line(seq, seq == 1 ? Hostile : "anna"))]);
        Directory.CreateDirectory(Identity);
        Anchor();
    }

    public string Bot => Path.Combine(root.FullName, "bot");

    public RecordLayout Layout => new(Path.Combine(Bot, "integration", "hansard-compliance"));

    private string Identity => Path.Combine(Bot, "identity");

    public string File(string name) => Path.Combine(root.FullName, name);

    /// <summary>As a running recorder does each second.</summary>
    public void Anchor() => new AuditAnchoring(Layout, new PosixDisk(), Signer, Path.Combine(Identity, AuditKey.FileName), "bot", TimeProvider.System).Renew();

    public static Task<Ended> Run(params string[] arguments) => RunAs("correct horse", arguments);

    public static async Task<Ended> RunAs(string passphrase, params string[] arguments)
    {
        var start = HansardCommand.Start(["record", .. arguments]);
        start.Environment[OfficerSigning.PassphraseVariable] = passphrase;
        using var process = Process.Start(start)!;
        using CancellationTokenSource patience = new(Patience.Longest);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return new Ended(process.ExitCode, await output, await errors);
    }

    public void Dispose() => root.Delete(recursive: true);

    private static RecordLine Line(int seq, string sender) => new(
        LineIds.OfFact("default", "c", seq), MessageType.Text, seq, LineTimes.HumanTime(seq, TimeZoneInfo.Utc), sender, "ben", LineIds.OfGroup("default", "c", isDialog: true),
        [new("message", CanonicalJson.Of($"said {seq}"))],
        new HansardMember(new LinePosition(seq), "default", "c", sender, "d", LineStatus.Captured, seq.ToString("x32"), JournalChain.Start, []));
}
