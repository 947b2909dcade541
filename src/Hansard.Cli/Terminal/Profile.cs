using System.Text.Json;
using Hansard.Cli.Output;
using Hansard.Client;
using Hansard.Protocol;

namespace Hansard.Cli.Terminal;

/// <summary>Where a person's terminal client belongs: one folder per person, so that several can use one account of a machine.</summary>
/// <param name="Name">What <c>--as</c> says.</param>
internal sealed record Profile(string Folder, string Name)
{
    /// <summary>Where all profiles are kept, unless <c>--home</c> says otherwise.</summary>
    public const string HomeVariable = "HANSARD_CLIENT_HOME";

    private string SettingsFile => Path.Combine(Folder, "profile.json");

    public string AddressFile => Path.Combine(Folder, "addresses.json");

    public static Profile Of(string name, string? home) => new(Path.Combine(home ?? DefaultHome(), name), name);

    public Result<ProfileSettings> Load()
    {
        if (!File.Exists(SettingsFile)) return Failure.NotFound($"There is no {Name} here yet.");
        return JsonSerializer.Deserialize(File.ReadAllText(SettingsFile), CliJson.Lines.ProfileSettings)
            ?? (Result<ProfileSettings>)Failure.Invalid($"{SettingsFile} cannot be read.");
    }

    public void Save(ProfileSettings settings)
    {
        CreateFolder();
        File.WriteAllText(SettingsFile, JsonSerializer.Serialize(settings, CliJson.Lines.ProfileSettings));
    }

    public void CreateFolder()
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Folder);
        else Directory.CreateDirectory(Folder, ownerOnly);
    }

    /// <param name="authorityPem">Given once, at registration; pinned from then on.</param>
    public ClientSettings Client(ProfileSettings settings, string? authorityPem = null) =>
        new(settings.Server, Path.Combine(Folder, "device")) { Network = settings.Network, AuthorityKeyPem = authorityPem };

    private static string DefaultHome() =>
        Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "hansard", "clients");
}

/// <param name="Server">An http, https, ws or wss address without a path.</param>
internal sealed record ProfileSettings(Uri Server, string Network);
