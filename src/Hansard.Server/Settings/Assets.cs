using System.Text.RegularExpressions;
using Hansard.Protocol;
using Hansard.Server.Storage;

namespace Hansard.Server.Settings;

internal enum AssetKind
{
    Image,
    Sound,
    Package,
}

/// <summary>
/// Files that an operator puts into <c>assets</c> of the data folder for clients to fetch: logo, sound, the Android application. A name is that of
/// a file, or of a network, a slash and a file; what it is, its ending says, and there is nothing else. Nothing a client sends becomes a path.
/// </summary>
internal sealed partial class Assets(DataFolder folder, string baseUrl)
{
    private const int UrlCharactersMaximum = 500;

    private static readonly Dictionary<string, (AssetKind Kind, string ContentType)> Types = new(StringComparer.Ordinal)
    {
        [".png"] = (AssetKind.Image, "image/png"),
        [".jpg"] = (AssetKind.Image, "image/jpeg"),
        [".jpeg"] = (AssetKind.Image, "image/jpeg"),
        [".gif"] = (AssetKind.Image, "image/gif"),
        [".webp"] = (AssetKind.Image, "image/webp"),
        [".svg"] = (AssetKind.Image, "image/svg+xml"),
        [".mp3"] = (AssetKind.Sound, "audio/mpeg"),
        [".m4a"] = (AssetKind.Sound, "audio/mp4"),
        [".ogg"] = (AssetKind.Sound, "audio/ogg"),
        [".wav"] = (AssetKind.Sound, "audio/wav"),
        [".apk"] = (AssetKind.Package, "application/vnd.android.package-archive"),
    };

    /// <summary>The file of a name and its content type; null where there is none that may be served.</summary>
    public (FileInfo File, AssetKind Kind, string ContentType)? Find(string name)
    {
        if (!AssetName().IsMatch(name) || !Types.TryGetValue(Path.GetExtension(name), out var type)) return null;
        FileInfo file = new(Path.Combine(folder.Assets, name));
        // A link could lead out of the folder.
        bool linked = file.LinkTarget is not null || (name.Contains('/') && file.Directory!.LinkTarget is not null);
        return file.Exists && !linked ? (file, type.Kind, type.ContentType) : null;
    }

    /// <summary>Null where a setting may name the file.</summary>
    public Failure? Refusal(string setting, string name, string network, AssetKind kind)
    {
        if (name.Contains('/') && !name.StartsWith($"{network}/", StringComparison.Ordinal)) return Failure.Invalid($"{setting} is a file of {folder.Assets}, or of its folder {network}.");
        if (Find(name) is not { } found) return Failure.NotFound($"There is no file {name} in {folder.Assets} that could be {setting}; endings are {string.Join(", ", Endings(kind))}.");
        return found.Kind == kind ? null : Failure.Invalid($"{setting} is a file that ends with {string.Join(", ", Endings(kind))}.");
    }

    /// <summary>Null where <c>androidUrl</c> may be this: a URL, or the name of a package.</summary>
    public Failure? PackageRefusal(string value, string network)
    {
        if (!value.Contains("://", StringComparison.Ordinal)) return Refusal("androidUrl", value, network, AssetKind.Package);
        return value.Length <= UrlCharactersMaximum && Uri.TryCreate(value, UriKind.Absolute, out Uri? url) && url.Scheme is "https" or "http"
            ? null
            : Failure.Invalid($"androidUrl is an http or https URL of at most {UrlCharactersMaximum} characters, or the name of an .apk file in {folder.Assets}.");
    }

    /// <summary>Where clients fetch it; null for no name.</summary>
    public string? Url(string name) => name.Length == 0 ? null : name.Contains("://", StringComparison.Ordinal) ? name : $"{baseUrl.TrimEnd('/')}/assets/{name}";

    private static IEnumerable<string> Endings(AssetKind kind) => Types.Where(type => type.Value.Kind == kind).Select(type => type.Key);

    [GeneratedRegex(@"\A(?:[a-z0-9][a-z0-9-]{0,31}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AssetName();
}
