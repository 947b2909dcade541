using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Hansard.Record.Merkle;
using Hansard.Shared;
using Hansard.TestPorts;

namespace Hansard.Archive.Tests.Witness;

/// <summary>A witness that keeps to C2SP tlog-witness, over real HTTP: it answers as the specification demands and remembers what it signed.</summary>
internal sealed class StandInWitness : IDisposable
{
    private const long Now = 1_700_000_000;

    private readonly byte[] seed = Ed25519.NewSeed();
    private readonly HttpStandIn server;
    private readonly ConcurrentDictionary<string, VerifierKey> logs = new();
    private readonly Dictionary<string, Checkpoint> signed = [];

    public StandInWitness()
    {
        Key = new VerifierKey("witness.example/w1", VerifierKey.Cosigns, Convert.ToHexStringLower(Ed25519.PublicKey(seed)));
        Prefix = new Uri($"http://127.0.0.1:{Ports.Free()}/submit/");
        server = new HttpStandIn(Prefix, Serve);
    }

    public VerifierKey Key { get; }

    public Uri Prefix { get; }

    /// <summary>The first line of every request and the status that it got.</summary>
    public List<string> Requests { get; } = [];

    public void Knows(VerifierKey log) => logs[log.Name] = log;

    public void Forgets(VerifierKey log) => logs.TryRemove(log.Name, out _);

    public void Dispose() => server.DisposeAsync().AsTask().Wait();

    private StandInAnswer Serve(HttpListenerRequest request, byte[] body)
    {
        var isAsked = request.HttpMethod == "POST" && request.Url!.AbsolutePath == "/submit/add-checkpoint";
        var (status, type, answer) = isAsked ? Decide(body) : (405, "text/plain", "");
        Requests.Add($"{Encoding.UTF8.GetString(body).Split('\n')[0]} -> {status}");
        return new StandInAnswer(status, type, Encoding.UTF8.GetBytes(answer));
    }

    private (int Status, string Type, string Body) Decide(byte[] request)
    {
        var blank = request.AsSpan().IndexOf("\n\n"u8);
        var lines = Encoding.ASCII.GetString(request.AsSpan(0, Math.Max(0, blank))).Split('\n');
        if (blank < 0 || !lines[0].StartsWith("old ", StringComparison.Ordinal) || !long.TryParse(lines[0][4..], NumberStyles.None, CultureInfo.InvariantCulture, out var old)) return Plain(400);
        var note = request.AsSpan(blank + 2);
        if (!SignedNote.TryParse(note, out var parsed) || !Checkpoint.TryParse(parsed!.Text, out var checkpoint)) return Plain(400);
        if (!logs.TryGetValue(checkpoint!.Origin, out var log)) return Plain(404);
        if (!parsed.IsSignedBy(log)) return Plain(403);
        var proof = lines[1..].Select(line => new Hash256(Convert.FromBase64String(line))).ToArray();
        if (old > checkpoint.Size || proof.Length > 63) return Plain(400);
        var last = signed.GetValueOrDefault(checkpoint.Origin);
        if (old != (last?.Size ?? 0)) return (409, "text/x.tlog.size", $"{last?.Size ?? 0}\n");
        if (last is not null && last.Size == checkpoint.Size && last.Root != checkpoint.Root) return Plain(409);
        var holds = last is null ? proof.Length == 0 : ConsistencyProof.Check(old, checkpoint.Size, last.Root, checkpoint.Root, proof);
        if (!holds) return Plain(422);
        signed[checkpoint.Origin] = checkpoint;
        return (200, "text/plain", SomebodyElse() + Line(Sign(parsed.Text), Key));
    }

    private static (int, string, string) Plain(int status) => (status, "text/plain", "no\n");

    private byte[] Sign(string text)
    {
        var signature = new byte[8 + Ed25519.SignatureBytes];
        BinaryPrimitives.WriteUInt64BigEndian(signature, Now);
        Ed25519.Sign(seed, Cosignature.SignedBytes(Now, text)).CopyTo(signature, 8);
        return signature;
    }

    private static string Line(byte[] signature, VerifierKey key)
    {
        var id = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(id, key.Id);
        return $"— {key.Name} {Convert.ToBase64String([.. id, .. signature])}\n";
    }

    /// <summary>Signatures of unknown keys are to be ignored.</summary>
    private static string SomebodyElse() => $"— witness.example/w2 {Convert.ToBase64String(new byte[76])}\n";
}
