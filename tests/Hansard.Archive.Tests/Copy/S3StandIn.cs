using System.Diagnostics;
using Amazon.Runtime;
using Amazon.S3;
using Hansard.Archive.Copy;
using Hansard.TestPorts;
using Xunit;

namespace Hansard.Archive.Tests.Copy;

/// <summary>A server that speaks S3, with the bucket <c>record</c>, as a process of its own that can be killed and started again at its address.</summary>
internal sealed class S3StandIn : IAsyncDisposable
{
    public const string Bucket = "record", Key = "S3RVER", Prefix = "default/bot/";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hansard-s3-");
    private readonly int port = Ports.Free();
    private Process? process;

    public Uri Address => new($"http://127.0.0.1:{port}");

    public S3Target Target => new(Address, Bucket, Prefix, S3Target.DefaultRegion, S3Credentials.Of(Key, Key, null)!);

    /// <summary>Returns when it answers.</summary>
    public async Task StartAsync()
    {
        var program = Path.Combine(Checkout, "tests", "s3", "node_modules", "s3rver", "bin", "s3rver.js");
        Assert.True(File.Exists(program), "build/install has not installed tests/s3");
        ProcessStartInfo start = new("node", [program, "--directory", folder.FullName, "--address", "127.0.0.1", "--port", $"{port}", "--no-vhost-buckets", "--configure-bucket", Bucket])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is var line && line?.Contains("listening", StringComparison.OrdinalIgnoreCase) != true)
            if (line is null) Assert.Fail(await errors);
        // Nobody reads the rest; an unread pipe would stop it.
        _ = process.StandardOutput.ReadToEndAsync();
    }

    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Everything under the prefix, as somebody would fetch it who lost the record.</summary>
    public async Task<string> FetchAsync()
    {
        var into = Directory.CreateDirectory(Path.Combine(folder.FullName, $"fetched-{Guid.NewGuid():N}")).FullName;
        using var client = Client();
        string? next = null;
        do
        {
            var page = await client.ListObjectsV2Async(new() { BucketName = Bucket, Prefix = Target.Prefix, ContinuationToken = next }, TestContext.Current.CancellationToken);
            foreach (var one in page.S3Objects ?? [])
            {
                using var there = await client.GetObjectAsync(Bucket, one.Key, TestContext.Current.CancellationToken);
                var path = Path.Combine(into, one.Key[Target.Prefix.Length..]);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await there.WriteResponseStreamToFileAsync(path, append: false, TestContext.Current.CancellationToken);
            }
            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);
        return into;
    }

    public async Task DeleteAsync(string name)
    {
        using var client = Client();
        await client.DeleteObjectAsync(Bucket, Target.Prefix + name, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false }) await KillAsync();
        process?.Dispose();
        folder.Delete(recursive: true);
    }

    private AmazonS3Client Client() => new(new BasicAWSCredentials(Key, Key), new AmazonS3Config { ServiceURL = Address.ToString(), ForcePathStyle = true, AuthenticationRegion = S3Target.DefaultRegion });

    private static string Checkout
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Hansard.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Hansard.slnx is nowhere above the tests");
            return folder;
        }
    }
}
