using Hansard.Protocol;
using Hansard.Server.Admin;
using Hansard.Server.Connections;
using Hansard.Server.Networks;
using Hansard.Server.Settings;
using Hansard.Server.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Hansard.Server;

/// <summary>A running server: the core behind Kestrel.</summary>
public sealed class HansardServer : IAsyncDisposable
{
    /// <summary>How long a command may hold the data folder before the server gives up waiting for it, in seconds.</summary>
    private const int FolderWaitSeconds = 5;

    private const int FolderPollMilliseconds = 50;

    private readonly WebApplication app;
    private readonly FrontDoor door;
    private readonly ServerCore core;
    private readonly WebSocketEndpoint endpoint;
    private readonly AdminSocket admin;
    private readonly Task sweep;
    private bool stopped;

    private HansardServer(WebApplication app, FrontDoor door, ServerCore core, WebSocketEndpoint endpoint, AdminSocket admin)
    {
        this.app = app;
        this.door = door;
        this.core = core;
        this.admin = admin;
        this.endpoint = endpoint;
        sweep = endpoint.SweepUnauthenticated();
    }

    /// <summary>Where it listens, with real port numbers.</summary>
    public IReadOnlyList<string> Urls => [.. app.Urls];

    internal ServerCore Core => core;

    /// <summary>Completes, with the reason, when the server must not go on: another one has written to its database.</summary>
    public Task<Exception> Broken => core.Writer.Broken;

    /// <summary>Opens the data folder and listens, for clients and for commands.</summary>
    /// <exception cref="IOException">Another server holds the folder, an address is taken, or codes could not leave.</exception>
    public static async Task<HansardServer> Start(ServerSettings settings, ILoggerFactory? logs = null, TimeProvider? time = null)
    {
        TimeProvider clock = time ?? TimeProvider.System;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        if (logs is not null) builder.Services.AddSingleton(logs);
        else LogToErrors(builder.Logging);
        FrontDoor door = new(settings);
        door.Configure(builder.WebHost);
        WebApplication app = builder.Build();
        ILoggerFactory loggers = app.Services.GetRequiredService<ILoggerFactory>();
        ServerCore? core = null;
        AdminSocket? admin = null;
        try
        {
            if (door.Open(clock, loggers) is { } closed) throw new IOException(closed.Description);
            core = await OpenCore(settings, clock, loggers);
            WebSocketEndpoint endpoint = new(core.Networks, core.Connections, core.Dispatcher, clock);
            door.Guard(app);
            app.Use(endpoint.Route).Use(core.FileEndpoints.Route).Use(new AssetsEndpoint(core.Assets).Route).Run(Health.Answer);
            admin = await AdminSocket.Listen(core.Folder, core.Desk, loggers.CreateLogger<AdminSocket>());
            await app.StartAsync();
            // Where the port was free to choose, it is known now.
            if (settings.PublicUrl is null) core.FileUrls.Base = app.Urls.First().TrimEnd('/');
            core.FileRemoval.Start(core.Writer);
            return new HansardServer(app, door, core, endpoint, admin);
        }
        catch
        {
            if (admin is not null) await admin.DisposeAsync();
            core?.Dispose();
            await door.DisposeAsync();
            throw;
        }
    }

    /// <summary>To standard error: what a program writes to its output is for whoever started it, and may be JSON.</summary>
    private static void LogToErrors(ILoggingBuilder logging) => logging
        .AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
        // A start that fails is told once, by whoever asked for it.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    /// <summary>A command that works in the folder meanwhile is soon done; another server is not.</summary>
    private static async Task<ServerCore> OpenCore(ServerSettings settings, TimeProvider time, ILoggerFactory logs)
    {
        for (int waited = 0; ; waited += FolderPollMilliseconds)
        {
            Result<ServerCore> core = ServerCore.Open(settings, time, logs);
            if (core.Succeeded) return core.Value;
            if (core.Failure.Status != Status.Conflict || waited >= FolderWaitSeconds * 1_000) throw new IOException(core.Failure.Description);
            await Task.Delay(FolderPollMilliseconds);
        }
    }

    /// <summary>Takes nothing new, answers what was accepted, closes sockets with 1001, then closes the store.</summary>
    public async Task Stop()
    {
        if (stopped) return;
        stopped = true;
        await endpoint.Stop();
        await sweep;
        await admin.DisposeAsync();
        await core.FileEndpoints.Stop();
        await app.StopAsync();
        await door.DisposeAsync();
        await core.FileRemoval.DisposeAsync();
        core.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await app.DisposeAsync();
    }
}
