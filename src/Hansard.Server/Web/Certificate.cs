using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hansard.Protocol;

namespace Hansard.Server.Web;

/// <summary>A certificate with its private key, and those that lead from it to its root, as one handshake after another shows them.</summary>
internal sealed class Certificate(SslStreamCertificateContext context)
{
    public SslStreamCertificateContext Context => context;

    public DateTimeOffset Ends => context.TargetCertificate.NotAfter;

    public string Name => context.TargetCertificate.Subject;

    /// <summary>The files as they are now, byte for byte.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    public static byte[] Fingerprint(WebSettings settings)
    {
        byte[] certificate = File.ReadAllBytes(settings.CertificateFile!);
        return SHA256.HashData(settings.KeyFile is { } key ? [.. certificate, .. File.ReadAllBytes(key)] : certificate);
    }

    /// <summary>A refusal names the file and never what stands in it.</summary>
    public static Result<Certificate> Read(WebSettings settings)
    {
        string file = settings.CertificateFile!;
        try
        {
            using X509Certificate2 bare = X509Certificate2.CreateFromPemFile(file, settings.KeyFile ?? file);
            X509Certificate2Collection chain = [];
            chain.ImportFromPemFile(file);
            // Offline: a start does not depend on an authority's servers.
            return new Certificate(SslStreamCertificateContext.Create(WithUsableKey(bare), chain, offline: true));
        }
        catch (CryptographicException)
        {
            return Failure.Invalid($"{file} holds no certificate in PEM whose unencrypted key stands in {settings.KeyFile ?? "it"}.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Failure.Invalid($"The certificate cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>Some platforms cannot use a key in a handshake that was read from PEM alone.</summary>
    private static X509Certificate2 WithUsableKey(X509Certificate2 bare) =>
        X509CertificateLoader.LoadPkcs12(bare.Export(X509ContentType.Pkcs12), password: null);
}
