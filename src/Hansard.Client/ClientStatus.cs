using Hansard.Protocol;

namespace Hansard.Client;

/// <summary>Statuses of failures that arise on this side; beside those of <see cref="Status"/>, and never on the wire.</summary>
public static class ClientStatus
{
    /// <summary>There is no connection, or it was lost before the answer: the request may or may not have been carried out.</summary>
    public const string Disconnected = "disconnected";

    /// <summary>The server did something that the protocol does not allow.</summary>
    public const string ProtocolFault = "protocolFault";

    /// <summary>A key or a recorder is not vouched for: the client refuses to go on with it.</summary>
    public const string Untrusted = "untrusted";

    /// <summary>This device has no identity yet, or it was signed out for good.</summary>
    public const string SignedOut = "signedOut";

    internal static Failure DisconnectedBecause(string description) => new(Disconnected, description);
    internal static Failure Fault(string description) => new(ProtocolFault, description);
    internal static Failure UntrustedBecause(string description) => new(Untrusted, description);
    internal static Failure SignedOutBecause(string description) => new(SignedOut, description);
}
