using Hansard.Server.Networks;
using Npgsql;

namespace Hansard.Server.Checks;

/// <summary>Every variable by itself: what the server takes it for, and which are not known to it.</summary>
internal static class SettingChecks
{
    private const string Prefix = "HANSARD_";

    private const string Hidden = "***";

    /// <summary>Letters by which a name may differ from the one that was meant.</summary>
    private const int SlipsMaximum = 3;

    public static IEnumerable<Finding> Of(IReadOnlyDictionary<string, string> environment, ServerSettings settings, IReadOnlyCollection<string> others)
    {
        // Whatever the server asks for is known; so none is forgotten here that is added there.
        List<string> known = [];
        ServerSettings.FromEnvironment(name =>
        {
            if (!known.Contains(name)) known.Add(name);
            return null;
        });
        foreach (string name in known) yield return Finding.Ok(name, environment.TryGetValue(name, out string? value) && value.Length > 0 ? Shown(name, value) : "not set");
        foreach (string name in environment.Keys.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Except(known).Order(StringComparer.Ordinal))
            yield return others.Contains(name) ? Finding.Ok(name, $"{Hidden} (for other commands)") : Unknown(name, known.Concat(others));
        foreach (string url in settings.Urls.Append(settings.BaseUrl).Distinct().Where(url => !IsAddress(url)))
            yield return Finding.Error("addresses", $"{url} is no http:// or https:// address.", "Correct HANSARD_URLS or HANSARD_PUBLIC_URL.");
        if (settings.Problem() is { } problem) yield return Finding.Error("settings", problem);
        if (Limits(settings.LimitsFile) is { } limits) yield return limits;
    }

    private static Finding Unknown(string name, IEnumerable<string> known)
    {
        (string nearest, int slips) = known.Select(other => (Name: other, Slips: Distance(name, other))).MinBy(other => other.Slips);
        return Finding.Warning(name, "is not known and does nothing.", slips <= SlipsMaximum ? $"Was {nearest} meant?" : "Remove it.");
    }

    private static string Shown(string name, string value) => name switch
    {
        "HANSARD_DB" => WithoutSecrets(value),
        "HANSARD_SMS" => Uri.TryCreate(value, UriKind.Absolute, out Uri? gateway) && (gateway.UserInfo.Length > 0 || gateway.Query.Length > 0)
            ? $"{gateway.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)} {Hidden}"
            : value,
        _ => value,
    };

    private static string WithoutSecrets(string connectionString)
    {
        try
        {
            NpgsqlConnectionStringBuilder builder = new(connectionString);
            if (builder.Password is { Length: > 0 }) builder.Password = Hidden;
            if (builder.SslPassword is { Length: > 0 }) builder.SslPassword = Hidden;
            return builder.ToString();
        }
        catch (ArgumentException)
        {
            return Hidden;
        }
    }

    private static bool IsAddress(string url)
    {
        // Kestrel takes these for any address.
        string address = url.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal);
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https";
    }

    private static Finding? Limits(string? path)
    {
        if (path is null) return null;
        try
        {
            new NetworkLimits().WithFile(path);
            return Finding.Ok("limits", $"{path} holds limits.");
        }
        catch (Exception unusable)
        {
            return Finding.Error("limits", $"{path} cannot be used: {unusable.Message}", "Correct the file, or unset HANSARD_LIMITS.");
        }
    }

    /// <summary>Letters to change, add or leave out (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
