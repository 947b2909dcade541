using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Hansard.Protocol;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hansard.Server.Admin;

/// <summary>
/// Commands to a data folder: through the socket of the server that runs in it; where none runs, done by this process under the folder's lock,
/// so that there is one writer, always.
/// </summary>
public sealed class AdminClient : IDisposable
{
    /// <summary>How long a server that has the lock may take to listen, in seconds: it may be starting.</summary>
    private const int ServerStartSeconds = 20;

    private const int PollMilliseconds = 50;

    private readonly HttpClient? server;
    private readonly ServerCore? core;

    private AdminClient(HttpClient? server, ServerCore? core) => (this.server, this.core) = (server, core);

    /// <summary>True where a running server answers, false where this process does.</summary>
    public bool ServerRuns => server is not null;

    /// <param name="database">As <see cref="ServerSettings.Database"/>.</param>
    /// <param name="create">Makes the folder where there is none, as for the first network.</param>
    /// <returns><c>notFound</c> without a folder, <c>forbidden</c> where this user may not use it, <c>conflict</c> where its holder does not answer.</returns>
    public static async Task<Result<AdminClient>> OpenAsync(string dataFolder, string? database = null, bool create = false, CancellationToken cancellation = default)
    {
        if (!create && !Directory.Exists(dataFolder)) return Failure.NotFound($"There is no data folder {Path.GetFullPath(dataFolder)}; set HANSARD_DATA.");
        try
        {
            DataFolder folder = DataFolder.Open(dataFolder);
            ServerSettings settings = new([ServerSettings.DefaultUrl], folder.Path, Database: database);
            Stopwatch waited = Stopwatch.StartNew();
            while (true)
            {
                Result<ServerCore> core = ServerCore.Open(settings, TimeProvider.System, NullLoggerFactory.Instance);
                if (core.Succeeded) return new AdminClient(null, core.Value);
                if (core.Failure.Status != Status.Conflict) return core.Failure;
                if (await IsListening(folder, cancellation)) return new AdminClient(Through(folder), null);
                if (waited.Elapsed.TotalSeconds > ServerStartSeconds) return Failure.Conflict($"Another process works in {folder.Path} and takes no commands.");
                await Task.Delay(PollMilliseconds, cancellation);
            }
        }
        catch (UnauthorizedAccessException)
        {
            return Failure.Forbidden($"You may not use {Path.GetFullPath(dataFolder)}; run the command as the user who runs the server.");
        }
    }

    /// <summary>Has one thing done, such as <see cref="CreateNetwork"/>.</summary>
    public async Task<Result<TAnswer>> CallAsync<TAnswer>(IAdminCall<TAnswer> call, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        string name = call.GetType().Name;
        byte[] json = AdminJson.Write(call);
        AdminReply reply = core is not null ? await core.Desk.Handle(name, json) : await Ask(name, json, cancellation);
        if (reply.Done) return JsonSerializer.Deserialize(reply.Json, AdminJson.Of<TAnswer>())!;
        return JsonSerializer.Deserialize(reply.Json, AdminJson.Of<Failure>())!;
    }

    private async Task<AdminReply> Ask(string name, byte[] json, CancellationToken cancellation)
    {
        try
        {
            using ByteArrayContent content = new(json);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage response = await server!.PostAsync(new Uri(name, UriKind.Relative), content, cancellation);
            return new AdminReply(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsByteArrayAsync(cancellation));
        }
        catch (HttpRequestException)
        {
            return AdminReply.Refused(Failure.Internal("The server ended before it answered; whether the command was done is not known, look."));
        }
    }

    private static async Task<bool> IsListening(DataFolder folder, CancellationToken cancellation)
    {
        try
        {
            (await Connect(folder, cancellation)).Dispose();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static HttpClient Through(DataFolder folder) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) => new NetworkStream(await Connect(folder, cancellation), ownsSocket: true),
    })
    {
        BaseAddress = new Uri("http://admin.sock/"),
    };

    private static async Task<Socket> Connect(DataFolder folder, CancellationToken cancellation)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(folder.AdminSocket), cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        server?.Dispose();
        core?.Dispose();
    }
}
