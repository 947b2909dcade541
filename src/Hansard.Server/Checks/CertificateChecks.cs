using Hansard.Protocol;
using Hansard.Server.Web;

namespace Hansard.Server.Checks;

/// <summary>Whether the certificate can be used, and for how long.</summary>
internal static class CertificateChecks
{
    private const string Subject = "certificate";
    private const int RenewalDays = 14;

    public static IEnumerable<Finding> Of(ServerSettings settings, TimeProvider time)
    {
        if (settings.Web.CertificateFile is null) yield break;
        Result<Certificate> read = Certificate.Read(settings.Web);
        if (!read.Succeeded)
        {
            yield return Finding.Error(Subject, read.Failure.Description, "Correct HANSARD_TLS_CERT and HANSARD_TLS_KEY.");
            yield break;
        }
        string says = $"{read.Value.Name}, valid until {read.Value.Ends:u}.";
        TimeSpan left = read.Value.Ends - time.GetUtcNow();
        if (left <= TimeSpan.Zero) yield return Finding.Error(Subject, says, "It has ended: renew it.");
        else yield return left.TotalDays < RenewalDays ? Finding.Warning(Subject, says, "Renew it; a running server takes it by itself.") : Finding.Ok(Subject, says);
    }
}
