using Hansard.Protocol;

namespace Hansard.Cli.Network;

/// <summary>A bot of a network as <c>network bot show --json</c> prints it and <c>authority sign --bot</c> reads it.</summary>
/// <param name="SigningKeyHex">The Ed25519 key of its log-in, lower-case hex of 32 bytes.</param>
/// <param name="Fingerprint">Of <paramref name="PublicKeyBase64"/>: what to compare with the bot's own host.</param>
/// <param name="Acknowledged">Of a recorder: the last fact that it has on its disk.</param>
internal sealed record BotDescription(
    string Network, string UserName, UserId UserId, string State, bool IsRecorder,
    KeyPairUuid KeyPairUuid, string PublicKeyBase64, string Fingerprint, string SigningKeyHex, long? Acknowledged = null);
