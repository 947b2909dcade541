namespace Hansard.Protocol.Settings;

/// <summary>Own: the recorders of a network, shown to everybody whom they record.</summary>
/// <param name="Recording">One of <see cref="RecordingModes"/>.</param>
/// <param name="JournalKeyHex">The server's Ed25519 public key, which signs journal heads; lower-case hex.</param>
public sealed record RecordingView(string Recording, IReadOnlyList<RecorderView> Recorders, string JournalKeyHex);

/// <summary>One active recorder.</summary>
/// <param name="PublicKeyBase64">Its RSA public key as PEM.</param>
/// <param name="SignatureBase64">The authority key's signature over network, id, key pair and public key; clients pin the
/// authority and refuse a recorder without it.</param>
public sealed record RecorderView(
    UserId UserId,
    string Name,
    KeyPairUuid KeyPairUuid,
    string PublicKeyBase64,
    string SignatureBase64);
