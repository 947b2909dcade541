using System.Net;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Copy;

/// <summary>Puts files into a bucket and believes that they are there only when it has read them back: no store need know our hash for that.</summary>
internal sealed class S3Store : IDisposable
{
    /// <summary>Above this many bytes a file goes up in parts.</summary>
    public const long InPartsFromBytes = 100_000_000;

    /// <summary>Of each; ten thousand are the most that S3 takes.</summary>
    private const long PartBytes = 64L * 1024 * 1024;

    private const int Retries = 2;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly S3Target target;
    private readonly AmazonS3Client client;

    public S3Store(S3Target target)
    {
        this.target = target;
        AmazonS3Config config = new()
        {
            ServiceURL = target.Endpoint.GetLeftPart(UriPartial.Authority), AuthenticationRegion = target.Region, ForcePathStyle = true, MaxErrorRetry = Retries, Timeout = Longest,
            // Stores other than Amazon's know neither; what counts is what is read back.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED, ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        var who = target.Credentials;
        client = new AmazonS3Client(who.SessionToken is { } token ? new SessionAWSCredentials(who.AccessKey, who.SecretKey, token) : new BasicAWSCredentials(who.AccessKey, who.SecretKey), config);
    }

    /// <summary>Whether an error is the store's or the network's, so that another time may do better.</summary>
    public static bool IsPassing(Exception error) => error is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or UnauthorizedAccessException or TaskCanceledException;

    /// <param name="name">Behind the prefix, with slashes.</param>
    /// <param name="sha256">What must be there afterwards.</param>
    /// <exception cref="InvalidDataException">The file here is another; nothing was sent.</exception>
    public async Task PutFileAsync(string name, string path, Hash256 sha256, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        if (new Hash256(await SHA256.HashDataAsync(file, cancellation)) != sha256) throw new InvalidDataException($"{path} is not what was recorded");
        file.Position = 0;
        if (file.Length > InPartsFromBytes) await PutInPartsAsync(name, path, file.Length, cancellation);
        else await PutAsync(name, file, cancellation);
        await CheckAsync(name, sha256, cancellation);
    }

    public async Task PutBytesAsync(string name, byte[] bytes, CancellationToken cancellation)
    {
        await PutAsync(name, new MemoryStream(bytes, writable: false), cancellation);
        await CheckAsync(name, Hash256.Of(bytes), cancellation);
    }

    /// <summary>Null where there is no such object.</summary>
    /// <exception cref="InvalidDataException">It is longer.</exception>
    public async Task<byte[]?> ReadBytesAsync(string name, int maximum, CancellationToken cancellation)
    {
        await using var content = await TryOpenAsync(name, cancellation);
        if (content is null) return null;
        var bytes = new byte[maximum + 1];
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return length <= maximum ? bytes[..length] : throw new InvalidDataException($"{name} in {target.Name} has more than {maximum} bytes");
    }

    /// <summary>Null where there is no such object.</summary>
    public async Task<Stream?> TryOpenAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return (await client.GetObjectAsync(target.Bucket, target.Prefix + name, cancellation)).ResponseStream;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Nothing where there is no such object.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellation) => await client.DeleteObjectAsync(target.Bucket, target.Prefix + name, cancellation);

    /// <summary>Whether a file here is the one that is meant.</summary>
    public static async Task<bool> IsAsync(string path, Hash256 sha256, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        return new Hash256(await SHA256.HashDataAsync(file, cancellation)) == sha256;
    }

    public void Dispose() => client.Dispose();

    private async Task PutAsync(string name, Stream content, CancellationToken cancellation) => await client.PutObjectAsync(new PutObjectRequest
    {
        BucketName = target.Bucket, Key = target.Prefix + name, InputStream = content, AutoCloseStream = false, UseChunkEncoding = false, ContentType = "application/octet-stream",
    }, cancellation);

    private async Task PutInPartsAsync(string name, string path, long length, CancellationToken cancellation)
    {
        var key = target.Prefix + name;
        var upload = (await client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = target.Bucket, Key = key }, cancellation)).UploadId;
        try
        {
            List<PartETag> parts = [];
            for (long at = 0; at < length; at += PartBytes)
            {
                var part = await client.UploadPartAsync(new UploadPartRequest
                {
                    BucketName = target.Bucket, Key = key, UploadId = upload, PartNumber = parts.Count + 1, FilePath = path, FilePosition = at,
                    PartSize = Math.Min(PartBytes, length - at), UseChunkEncoding = false,
                }, cancellation);
                parts.Add(new PartETag(parts.Count + 1, part.ETag));
            }
            await client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = target.Bucket, Key = key, UploadId = upload, PartETags = parts }, cancellation);
        }
        catch
        {
            // Parts of an upload that is not completed cost money. One that cannot even be aborted is the bucket's lifecycle rule's.
            await client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = target.Bucket, Key = key, UploadId = upload }, CancellationToken.None)
                .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

    private async Task CheckAsync(string name, Hash256 sha256, CancellationToken cancellation)
    {
        using var there = await client.GetObjectAsync(target.Bucket, target.Prefix + name, cancellation);
        if (new Hash256(await SHA256.HashDataAsync(there.ResponseStream, cancellation)) != sha256) throw new IOException($"{name} came back from {target.Name} as something else");
    }
}
