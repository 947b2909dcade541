using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hansard.Server.Tests.Web;

/// <summary>A root, an intermediate authority under it, and the certificates for 127.0.0.1 that this one signs into a folder.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Begins = DateTimeOffset.UtcNow.AddDays(-1);

    private readonly X509Certificate2 root;
    private readonly X509Certificate2 intermediate;
    private readonly string folder = Directory.CreateTempSubdirectory("hansard-tls-").FullName;

    public TestAuthority()
    {
        CertificateRequest rootRequest = Request("CN=Test root", ECDsa.Create(ECCurve.NamedCurves.nistP256), authority: true);
        root = rootRequest.CreateSelfSigned(Begins, Begins.AddYears(2));
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 signed = Request("CN=Test intermediate", key, authority: true).Create(root, Begins, Begins.AddYears(1), RandomNumberGenerator.GetBytes(8));
        intermediate = signed.CopyWithPrivateKey(key);
    }

    public string CertificateFile => Path.Combine(folder, "chain.pem");

    public string KeyFile => Path.Combine(folder, "key.pem");

    /// <summary>A new pair of files, each put in its place at once as those who renew certificates do. The thumbprint tells it from others.</summary>
    public string Renew(int days = 90)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = Request("CN=127.0.0.1", key, authority: false);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 leaf = request.Create(intermediate, Begins, Begins.AddDays(days), RandomNumberGenerator.GetBytes(8));
        Put(CertificateFile, leaf.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem() + "\n");
        Put(KeyFile, key.ExportPkcs8PrivateKeyPem());
        return leaf.Thumbprint;
    }

    public static void Put(string path, string content)
    {
        File.WriteAllText(path + ".new", content);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Only the root is known to it; the intermediate must come from the server.</summary>
    public SslClientAuthenticationOptions Client() => new() { TargetHost = "127.0.0.1", CertificateChainPolicy = Policy() };

    private X509ChainPolicy Policy()
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(root);
        return policy;
    }

    private static CertificateRequest Request(string name, ECDsa key, bool authority)
    {
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, critical: true));
        return request;
    }

    public void Dispose()
    {
        root.Dispose();
        intermediate.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
