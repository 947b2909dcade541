using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Client.Encryption;

namespace Hansard.Client;

/// <summary>Everything a client must be told. <paramref name="Folder"/> is this device's own, for its identity, keys and pins.</summary>
public sealed record ClientSettings(Uri Server, string Folder)
{
    public string Network { get; init; } = ConnectionSettings.DefaultNetwork;

    /// <summary>
    /// PEM of the network's authority key, got from its compliance officer and not from the server. It is pinned on first use; without it
    /// the client refuses every recorder.
    /// </summary>
    public string? AuthorityKeyPem { get; init; }

    /// <summary>What the user's other devices are shown of this one.</summary>
    public DeviceDescription Device { get; init; } = DeviceDescription.OfThisMachine;

    /// <summary>Whether others are told, message by message, that this device received what they wrote.</summary>
    public bool SendsDelivered { get; init; } = true;

    /// <summary>How long a request waits for a lost connection to come back before it fails.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The pauses between tries to connect.</summary>
    public BackOff BackOff { get; init; } = BackOff.Usual;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where a new key pair comes from; making one takes seconds, and tests have a pool.</summary>
    public Func<UserKeyPair> NewKeyPair { get; init; } = UserKeyPair.Generate;

    internal ConnectionSettings Connection => new(Server, Network) { Time = Time };
}
