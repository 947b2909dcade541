using Hansard.Protocol;

namespace Hansard.Server.Admin;

/// <summary>Something an operator asks of a data folder, answered by one <typeparamref name="TAnswer"/> or a <see cref="Failure"/>.</summary>
public interface IAdminCall<TAnswer>;

/// <summary>Makes a network.</summary>
/// <param name="Network">1 to 32 lower-case letters, digits and hyphens; part of its URL, of its bots' ids and of everything that is signed.</param>
/// <param name="Recording">One of <see cref="Protocol.Settings.RecordingModes"/>.</param>
/// <param name="AuthorityPublicKeyPem">The public half of the key that will name recorders; may be absent while recording is off. The server never sees the private half.</param>
public sealed record CreateNetwork(string Network, string Recording, string? AuthorityPublicKeyPem) : IAdminCall<NetworkCreated>;

/// <param name="BotPassword">Lets one bot announce itself; shown here and never again.</param>
public sealed record NetworkCreated(NetworkReport Network, string BotPassword);

public sealed record ListNetworks : IAdminCall<NetworkList>;

public sealed record NetworkList(IReadOnlyList<NetworkReport> Networks);

public sealed record ShowNetwork(string Network) : IAdminCall<NetworkReport>;

/// <summary>Changes what is not null.</summary>
/// <param name="AuthorityPublicKeyPem">Accepted once, by a network that has none: clients pin it.</param>
/// <param name="SupportId">A user's id; empty for nobody.</param>
/// <param name="AdminId">A user's id; empty for nobody.</param>
/// <param name="Limits">By name, such as <c>messagesPerSecondPerUser</c>.</param>
/// <param name="Admission"><c>open</c> or <c>listed</c>.</param>
/// <param name="AndroidUrl">A URL, or the name of an asset that ends with <c>.apk</c>; empty for none.</param>
/// <param name="Theme">By name: colours such as <c>#2e7d32</c>, names of assets for <c>logo</c> and <c>sound</c>; empty for the default.</param>
public sealed record ChangeNetwork(
    string Network, string? Recording = null, string? AuthorityPublicKeyPem = null, bool? RequireSecret = null,
    string? SupportId = null, string? AdminId = null, IReadOnlyDictionary<string, int>? Limits = null,
    string? Admission = null, string? AndroidUrl = null, IReadOnlyDictionary<string, string>? Theme = null) : IAdminCall<NetworkReport>;

/// <summary>Ends a network: at once for everybody in it. What is stored of it goes when its recorders have acknowledged that.</summary>
public sealed record DeleteNetwork(string Network) : IAdminCall<NetworkReport>;

/// <param name="Through">The number of the network's last fact.</param>
/// <param name="WaitsFor">The recorders that have not acknowledged it; while there is none, its rows are being removed.</param>
public sealed record NetworkEnding(long Through, IReadOnlyList<string> WaitsFor);

/// <param name="Head">The journal's last sequence number.</param>
/// <param name="JournalKeyHex">The Ed25519 public key that signs the journal's heads.</param>
/// <param name="Recorders">Names of the active recorders.</param>
/// <param name="People">Registered users.</param>
/// <param name="Listed">Users who may register where admission is listed.</param>
/// <param name="Ending">Not null for a network that was deleted.</param>
public sealed record NetworkReport(
    string Network, string Recording, string? AuthorityPublicKeyPem, bool RequireSecret, UserId? SupportId, UserId? AdminId,
    IReadOnlyDictionary<string, int> Limits, IReadOnlyList<string> Recorders, long People, long Conversations, long Head, string JournalKeyHex,
    string Admission, long Listed, string AndroidUrl, IReadOnlyDictionary<string, string> Theme, NetworkEnding? Ending);

/// <summary>Makes one more password with which one bot may announce itself.</summary>
public sealed record MakeBotPassword(string Network) : IAdminCall<BotPasswordMade>;

public sealed record BotPasswordMade(string BotPassword);

public sealed record ListBots(string Network) : IAdminCall<BotList>;

public sealed record BotList(IReadOnlyList<BotReport> Bots);

public sealed record ShowBot(string Network, string UserName) : IAdminCall<BotReport>;

/// <summary>Lets a pending bot log in, and makes it a recorder if the authority has signed it.</summary>
/// <param name="SigningKeyHex">The Ed25519 key that the bot's own host shows.</param>
/// <param name="SignatureBase64">For a recorder: the authority's, over <c>hansard/recorder/1</c> LF network LF userId LF keyPairUuid LF publicKeyBase64.</param>
public sealed record ApproveBot(string Network, string UserName, string SigningKeyHex, bool Recorder, string? SignatureBase64) : IAdminCall<BotReport>;

/// <summary>Ends a bot for good; its name stays taken.</summary>
public sealed record RetireBot(string Network, string UserName) : IAdminCall<BotReport>;

/// <param name="State"><c>pending</c>, <c>active</c> or <c>retired</c>.</param>
/// <param name="Acknowledged">For a recorder: the last fact that is on its disk.</param>
public sealed record BotReport(
    string Network, string UserName, UserId UserId, string State, bool IsRecorder, KeyPairUuid KeyPairUuid, string PublicKeyBase64,
    string SigningKeyHex, string? SignatureBase64, long Acknowledged);
