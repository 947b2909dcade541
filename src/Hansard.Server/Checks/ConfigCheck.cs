namespace Hansard.Server.Checks;

/// <summary>
/// Looks at everything that a server would start with, and changes nothing: no folder, key or schema is made, no message sent, no lock kept. It may be
/// asked beside a running server.
/// </summary>
public static class ConfigCheck
{
    /// <param name="environment">The variables of the process; those that begin with <c>HANSARD_</c> are looked at.</param>
    /// <param name="settings">What a server would make of them, and of the command line.</param>
    /// <param name="others">Names that other commands read; what they hold is secret.</param>
    public static IReadOnlyList<Finding> Run(IReadOnlyDictionary<string, string> environment, ServerSettings settings, IReadOnlyCollection<string> others)
    {
        ArgumentNullException.ThrowIfNull(settings);
        FolderChecks folder = new(settings);
        return
        [
            .. SettingChecks.Of(environment, settings, others),
            .. folder.Of(),
            .. settings.Database is null ? SqliteChecks.Of(folder) : PostgresChecks.Of(settings, folder),
            .. SenderChecks.Of(settings, folder),
            .. CertificateChecks.Of(settings, TimeProvider.System),
        ];
    }
}
