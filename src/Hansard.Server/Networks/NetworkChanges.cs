using System.Data.Common;
using Hansard.Protocol;
using Hansard.Server.Accounts;
using Hansard.Server.Admin;
using Hansard.Server.Settings;

namespace Hansard.Server.Networks;

/// <summary>What an operator's wishes make of a network's settings, and how the journal names the difference.</summary>
internal static class NetworkChanges
{
    /// <param name="network">Null for one that is being made and has no people yet.</param>
    /// <param name="assets">What a theme may name.</param>
    public static Result<NetworkSettings> Apply(DbConnection sql, Network? network, NetworkSettings settings, ChangeNetwork change, Assets assets)
    {
        if (change.Recording is { } name)
        {
            if (RecordingNames.Parse(name) is not { } recording) return Failure.Invalid("recording is off, on or strict.");
            settings = settings with { Recording = recording };
        }
        if (change.AuthorityPublicKeyPem is { } authority && authority != settings.AuthorityPublicKey)
        {
            if (settings.AuthorityPublicKey is not null) return Failure.Conflict("The network has an authority key; clients have pinned it, so it cannot be replaced.");
            if (!PemText.IsPublicKey(authority)) return Failure.Invalid("The authority key must be an RSA public key of at least 2048 bits in PEM.");
            settings = settings with { AuthorityPublicKey = authority };
        }
        if (settings.Recording != Recording.Off && settings.AuthorityPublicKey is null)
            return Failure.Invalid("A recorded network needs an authority key, which names its recorders.");
        settings = settings with { RequireSecret = change.RequireSecret ?? settings.RequireSecret };
        if (change.Admission is { } admission)
        {
            if (AdmissionNames.Parse(admission) is not { } parsed) return Failure.Invalid($"admission is {AdmissionNames.Open} or {AdmissionNames.Listed}.");
            settings = settings with { Admission = parsed };
        }
        if (change.AndroidUrl is { } android)
        {
            if (android.Length > 0 && assets.PackageRefusal(android, change.Network) is { } refusal) return refusal;
            settings = settings with { AndroidUrl = android };
        }

        Result<UserId?> support = Person(sql, network, change.SupportId, settings.SupportId);
        Result<UserId?> admin = Person(sql, network, change.AdminId, settings.AdminId);
        Result<NetworkLimits> limits = settings.Limits.With(change.Limits ?? new Dictionary<string, int>());
        Result<NetworkTheme> theme = settings.Theme.With(change.Theme ?? new Dictionary<string, string>(), change.Network, assets);
        if ((support.Failure ?? admin.Failure ?? limits.Failure ?? theme.Failure) is { } failure) return failure;
        return settings with { SupportId = support.Value, AdminId = admin.Value, Limits = limits.Value, Theme = theme.Value };
    }

    private static Result<UserId?> Person(DbConnection sql, Network? network, string? wish, UserId? now)
    {
        if (wish is null) return now;
        if (wish.Length == 0) return (UserId?)null;
        return network is not null && UserStore.Find(sql, network, new UserId(wish)) is { IsBot: 0 }
            ? new UserId(wish)
            : Failure.NotFound($"The network has no person {wish}.");
    }

    /// <summary>The settings that differ, with their new values; all of them for a new network. A key is named by itself, empty stands for nobody.</summary>
    public static Dictionary<string, string> Between(NetworkSettings? before, NetworkSettings after)
    {
        Dictionary<string, string> old = before is null ? [] : Named(before);
        return Named(after).Where(setting => !old.TryGetValue(setting.Key, out string? value) || value != setting.Value).ToDictionary();
    }

    private static Dictionary<string, string> Named(NetworkSettings settings)
    {
        Dictionary<string, string> named = new()
        {
            ["recording"] = settings.Recording.Name(),
            ["authorityPublicKey"] = settings.AuthorityPublicKey ?? "",
            ["requireSecret"] = settings.RequireSecret ? "true" : "false",
            ["supportId"] = settings.SupportId?.Value ?? "",
            ["adminId"] = settings.AdminId?.Value ?? "",
            ["admission"] = settings.Admission.Name(),
            ["androidUrl"] = settings.AndroidUrl,
        };
        foreach ((string part, string value) in settings.Theme.ByName()) named[$"theme.{part}"] = value;
        foreach ((string limit, int value) in settings.Limits.ByName()) named[$"limits.{limit}"] = $"{value}";
        return named;
    }
}
