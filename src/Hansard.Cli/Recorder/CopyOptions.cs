using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hansard.Archive.Copy;
using Hansard.Cli.Output;
using Hansard.Protocol;

namespace Hansard.Cli.Recorder;

/// <summary>Where a recorder copies its record to besides. Keys come from the environment or a file, never from an argument that others can read.</summary>
internal static class CopyOptions
{
    private static readonly Option<Uri?> S3 = Values.Address(
        "--copy-s3", "Copy closed files and attachments to S3-compatible storage; keys in $AWS_ACCESS_KEY_ID and $AWS_SECRET_ACCESS_KEY, or a file.");

    private static readonly Option<string?> Bucket = new("--copy-s3-bucket") { Description = "The bucket; it must exist.", HelpName = "NAME" };
    private static readonly Option<string?> Prefix = new("--copy-s3-prefix") { Description = "Before the names of all objects; NETWORK/USER/ by default.", HelpName = "PREFIX" };
    private static readonly Option<string> Region = new("--copy-s3-region") { Description = "The bucket's region.", HelpName = "NAME", DefaultValueFactory = _ => S3Target.DefaultRegion };
    private static readonly Option<FileInfo?> Credentials = new("--copy-s3-credentials") { Description = "File with lines aws_access_key_id = … and aws_secret_access_key = ….", HelpName = "FILE" };
    private static readonly Option<string?> Syslog = new("--copy-syslog") { Description = "Send every line on by syslog: tcp://HOST:PORT or tls://HOST:PORT.", HelpName = "ADDRESS" };
    private static readonly Option<FileInfo?> Authority = new("--copy-syslog-ca") { Description = "PEM file with who may vouch for the receiver; those whom the system trusts by default.", HelpName = "FILE" };

    public static IEnumerable<Option> All => [S3, Bucket, Prefix, Region, Credentials, Syslog, Authority];

    /// <param name="place">Network and recorder.</param>
    public static Result<CopyTargets> Of(ParseResult arguments, string place)
    {
        try
        {
            S3Target? bucket = null;
            if (arguments.GetValue(S3) is { } endpoint)
            {
                if (endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https" }) return Failure.Invalid("--copy-s3 is an http or https URL.");
                if (arguments.GetValue(Bucket) is not { Length: > 0 } name) return Failure.Invalid("--copy-s3 needs --copy-s3-bucket.");
                if (Keys(arguments) is not { } keys) return Failure.Invalid("--copy-s3 needs $AWS_ACCESS_KEY_ID and $AWS_SECRET_ACCESS_KEY, or --copy-s3-credentials with both.");
                bucket = new S3Target(endpoint, name, arguments.GetValue(Prefix) ?? $"{place}/", arguments.GetValue(Region)!, keys);
            }
            SyslogTarget? syslog = null;
            if (arguments.GetValue(Syslog) is { } address)
            {
                syslog = SyslogTarget.Parse(address);
                if (syslog is null) return Failure.Invalid("--copy-syslog is tcp://HOST:PORT or tls://HOST:PORT.");
                if (arguments.GetValue(Authority) is { } authority)
                {
                    X509Certificate2Collection trusted = [];
                    trusted.ImportFromPemFile(authority.FullName);
                    if (trusted.Count == 0) return Failure.Invalid($"{authority.FullName} holds no certificate.");
                    syslog = syslog with { Authorities = trusted };
                }
            }
            return new CopyTargets(bucket, syslog);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return Failure.Invalid($"A file of the copies cannot be read: {unreadable.Message}");
        }
    }

    private static S3Credentials? Keys(ParseResult arguments) => arguments.GetValue(Credentials) is { } file
        ? S3Credentials.FromFile(File.ReadAllText(file.FullName))
        : S3Credentials.Of(Variable("AWS_ACCESS_KEY_ID"), Variable("AWS_SECRET_ACCESS_KEY"), Variable("AWS_SESSION_TOKEN"));

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);
}
