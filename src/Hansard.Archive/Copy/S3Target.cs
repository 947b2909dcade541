using System.Text.RegularExpressions;

namespace Hansard.Archive.Copy;

/// <summary>A bucket of S3-compatible storage.</summary>
/// <param name="Endpoint">http or https, without a path.</param>
/// <param name="Prefix">Before the names of all objects, with its slash; empty for none.</param>
public sealed record S3Target(Uri Endpoint, string Bucket, string Prefix, string Region, S3Credentials Credentials)
{
    public const string DefaultRegion = "us-east-1";

    /// <summary>What tells one target from another.</summary>
    public string Name => $"{Endpoint.GetLeftPart(UriPartial.Authority)}/{Bucket}/{Prefix}";
}

/// <summary>Who writes there. Not a record, so that nothing prints it by accident.</summary>
public sealed partial class S3Credentials(string accessKey, string secretKey, string? sessionToken = null)
{
    internal string AccessKey => accessKey;

    internal string SecretKey => secretKey;

    internal string? SessionToken => sessionToken;

    /// <summary>From lines of <c>name = value</c> with the names that AWS's own programs use; others are passed over. Null where one is missing.</summary>
    public static S3Credentials? FromFile(string text)
    {
        var values = Assignment().Matches(text).GroupBy(match => match.Groups["name"].Value).ToDictionary(group => group.Key, group => group.First().Groups["value"].Value);
        return Of(values.GetValueOrDefault("aws_access_key_id"), values.GetValueOrDefault("aws_secret_access_key"), values.GetValueOrDefault("aws_session_token"));
    }

    /// <summary>Null where a key is missing.</summary>
    public static S3Credentials? Of(string? accessKey, string? secretKey, string? sessionToken) =>
        string.IsNullOrEmpty(accessKey) || string.IsNullOrEmpty(secretKey) ? null : new S3Credentials(accessKey, secretKey, string.IsNullOrEmpty(sessionToken) ? null : sessionToken);

    public override string ToString() => "(credentials)";

    [GeneratedRegex(@"^[ \t]*(?<name>\w+)[ \t]*=[ \t]*(?<value>\S+)[ \t]*\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();
}
