namespace Hansard.Client.Connections;

/// <summary>Where to connect, and how long to wait. <paramref name="Server"/> is an http, https, ws or wss address without a path.</summary>
public sealed record ConnectionSettings(Uri Server, string Network = ConnectionSettings.DefaultNetwork)
{
    public const string DefaultNetwork = "default";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longer than the longest wait a server is asked for, the 30 seconds of a recorder's feed and of files.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the socket may be silent before the connection counts as lost; pings go out three times as often.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// How many notifications may wait for their reader. One more ends the connection: its owner connects again and catches up, which is
    /// better than memory without a bound. Zero: nobody reads them, they are dropped.
    /// </summary>
    public int WaitingNotifications { get; init; } = 10_000;

    /// <summary>The network <c>default</c> is at <c>/ws</c>, any other at <c>/ws/{network}</c>.</summary>
    public Uri SocketAddress => new UriBuilder(Server)
    {
        Scheme = Server.Scheme is "https" or "wss" ? "wss" : "ws",
        Path = Network == DefaultNetwork ? "/ws" : $"/ws/{Uri.EscapeDataString(Network)}",
        Port = Server.Port,
    }.Uri;
}
