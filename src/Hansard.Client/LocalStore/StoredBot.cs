using Hansard.Protocol;

namespace Hansard.Client.LocalStore;

/// <summary>A bot's identity as its host keeps it.</summary>
/// <param name="PrivateKeyEncryptedPem">Under the passphrase.</param>
/// <param name="SigningSeedEncryptedBase64">Wrapped for the bot's own key pair.</param>
internal sealed record StoredBot(string Network, string UserName, ApplicationUuid Uuid, string PrivateKeyEncryptedPem, string SigningSeedEncryptedBase64);
