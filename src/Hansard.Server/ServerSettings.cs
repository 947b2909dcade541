using System.Net;
using Hansard.Server.Deliveries;
using Hansard.Server.Files;
using Hansard.Server.Push;
using Hansard.Server.Storage.Postgres;
using Hansard.Server.Web;

namespace Hansard.Server;

/// <summary>What a server is started with; see <c>docs/operations.md</c>.</summary>
/// <param name="Urls">Where it listens, such as <c>http://127.0.0.1:8080</c>.</param>
/// <param name="DataFolder">Everything it keeps; made where it is missing.</param>
/// <param name="PublicUrl">The base of URLs that clients are given; by default the first of <paramref name="Urls"/>.</param>
/// <param name="Sms"><c>outbox</c> or the URL of an SMS gateway; null where it was not set.</param>
/// <param name="LimitsFile">JSON of network limits that differ from the defaults, for benches; null for none.</param>
/// <param name="SmsSecretFile">Holds the secret that is shared with the gateway; null for the one that the data folder makes.</param>
/// <param name="Database">An Npgsql connection string, for PostgreSQL; null for SQLite in the data folder.</param>
public sealed record ServerSettings(
    IReadOnlyList<string> Urls, string DataFolder, string? PublicUrl = null, string? Sms = null, string? LimitsFile = null, string? SmsSecretFile = null,
    string? Database = null)
{
    /// <summary>How PostgreSQL is used where <see cref="Database"/> names one.</summary>
    public PostgresSettings Postgres { get; init; } = new();

    /// <summary>Through whom devices are pushed that are not there.</summary>
    public PushSettings Push { get; init; } = new();

    /// <summary>HTTPS, the pages that may use the server, and the proxies before it.</summary>
    public WebSettings Web { get; init; } = WebSettings.None;

    /// <summary>Where the bytes of files go; null for the data folder. Tests have disks that fill up.</summary>
    internal IFileDisk? FileDisk { get; init; }

    public const string DefaultUrl = "http://127.0.0.1:8080";

    public string BaseUrl => PublicUrl ?? Urls[0];

    public static ServerSettings FromEnvironment(Func<string, string?> variable) => new(
        variable("HANSARD_URLS") is { Length: > 0 } urls ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [DefaultUrl],
        Path.GetFullPath(variable("HANSARD_DATA") is { Length: > 0 } data ? data : "data"),
        variable("HANSARD_PUBLIC_URL"),
        variable("HANSARD_SMS"),
        variable("HANSARD_LIMITS"),
        variable("HANSARD_SMS_SECRET_FILE"),
        variable("HANSARD_DB") is { Length: > 0 } database ? database : null)
    {
        Postgres = PostgresSettings.FromEnvironment(variable),
        Push = PushSettings.FromEnvironment(variable),
        Web = WebSettings.FromEnvironment(variable),
    };

    /// <summary>Null when the server may start; otherwise a sentence that says what to do.</summary>
    public string? Problem()
    {
        if (Sms is null && !Urls.All(IsLoopback))
            return "HANSARD_SMS is not set and the server would be reachable from outside: set it to the URL of your SMS gateway, or to 'outbox' to keep codes in a file.";
        if (Sms is not null and not "outbox" && !OutgoingHttp.IsPrivate(Sms))
            return "HANSARD_SMS must be 'outbox' or an https:// URL; http:// goes to this machine alone.";
        return Web.Problem(Urls) ?? Push.Problem() ?? (Database is null ? null : Postgres.Problem());
    }

    private static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && (uri.IsLoopback || (IPAddress.TryParse(uri.Host, out IPAddress? address) && IPAddress.IsLoopback(address)));
}
