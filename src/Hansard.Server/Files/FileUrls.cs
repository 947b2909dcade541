using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hansard.Protocol;
using Hansard.Server.Connections;

namespace Hansard.Server.Files;

/// <summary>What a URL that verified is for: a path, decoded, in the name of one device of one network.</summary>
internal sealed record SignedPath(string Network, DeviceId DeviceId, IReadOnlyList<string> Segments);

/// <summary>
/// The URLs of files: a path signed for one device and a time. The keys are made from the server's own with the number of the day, so that they
/// change by themselves and nothing is stored; those of today and yesterday are good.
/// </summary>
internal sealed class FileUrls(string baseUrl, byte[] serverKey, TimeProvider time)
{
    private const int KeyBytes = 32;
    private const long KeySeconds = 24 * 60 * 60;
    private const long LongestSeconds = Limits.UploadUrlSeconds;

    private static readonly Failure Refused = Failure.Forbidden("This URL is not valid, or not any more; ask for a new one.");

    /// <summary>What every URL begins with; without a slash at the end.</summary>
    public string Base { get; set; } = baseUrl.TrimEnd('/');

    public string Download(Caller caller, ConversationUuid conversation, string downloadName) =>
        Sign(caller, Limits.DownloadUrlSeconds, ["download", UrlNames.Of(conversation), downloadName]);

    public string Avatar(Caller caller, string name) => Sign(caller, Limits.DownloadUrlSeconds, ["avatar", name]);

    public string Upload(Caller caller, string storedAs) => Sign(caller, Limits.UploadUrlSeconds, ["upload", storedAs]);

    private string Sign(Caller caller, int seconds, IReadOnlyList<string> segments)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        string path = PathOf(segments);
        string expires = (now + seconds).ToString(CultureInfo.InvariantCulture);
        string signature = Base64Url.EncodeToString(Signature(now / KeySeconds, path, caller.Network.Name, caller.DeviceId.Value, expires));
        return $"{Base}{path}?n={Uri.EscapeDataString(caller.Network.Name)}&d={Uri.EscapeDataString(caller.DeviceId.Value)}&e={expires}&s={signature}";
    }

    /// <param name="target">Path and query as they came.</param>
    public Result<SignedPath> Verify(string target)
    {
        string[] halves = target.Split('?', 2);
        if (halves.Length < 2 || !halves[0].StartsWith('/')) return Refused;
        Dictionary<string, string> query = Query(halves[1]);
        if (!query.TryGetValue("n", out string? network) || !query.TryGetValue("d", out string? device) || !query.TryGetValue("e", out string? expires)
            || !query.TryGetValue("s", out string? signature)) return Refused;
        string[] segments = [.. halves[0][1..].Split('/').Select(Uri.UnescapeDataString)];
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        if (!long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out long until) || until <= now || until > now + LongestSeconds) return Refused;
        byte[] claimed = new byte[SHA256.HashSizeInBytes];
        if (signature.Length != Base64Url.GetEncodedLength(claimed.Length) || !Base64Url.TryDecodeFromChars(signature, claimed, out int length) || length != claimed.Length) return Refused;
        long day = now / KeySeconds;
        string path = PathOf(segments);
        bool signed = CryptographicOperations.FixedTimeEquals(claimed, Signature(day, path, network, device, expires))
            | CryptographicOperations.FixedTimeEquals(claimed, Signature(day - 1, path, network, device, expires));
        return signed ? new SignedPath(network, new(device), segments) : Refused;
    }

    private byte[] Signature(long day, string path, string network, string device, string expires)
    {
        byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, serverKey, KeyBytes, info: Encoding.UTF8.GetBytes($"hansard/file-url/1\n{day}"));
        return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{path}\n{network}\n{device}\n{expires}"));
    }

    private static Dictionary<string, string> Query(string query)
    {
        Dictionary<string, string> values = [];
        foreach (string[] pair in query.Split('&').Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2)) values.TryAdd(pair[0], Uri.UnescapeDataString(pair[1]));
        return values;
    }

    /// <summary>One spelling for each path; a plus and an equals sign stay as they are, as in the documented URLs.</summary>
    private static string PathOf(IEnumerable<string> segments) => string.Concat(segments.Select(segment =>
        "/" + Uri.EscapeDataString(segment).Replace("%2B", "+", StringComparison.Ordinal).Replace("%3D", "=", StringComparison.Ordinal)));
}
