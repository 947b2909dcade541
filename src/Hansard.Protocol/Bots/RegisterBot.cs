namespace Hansard.Protocol.Bots;

/// <summary>Own: announces a bot whose keys were made on its own host; it stays pending until a person approves it.</summary>
/// <param name="OneTimePassword">Printed once when the network was created.</param>
/// <param name="PublicKeyBase64">RSA public key as PEM.</param>
/// <param name="SigningKeyHex">Ed25519 public key with which it logs in, 64 hex digits.</param>
public sealed record RequestRegisterBot(
    string UserName,
    string OneTimePassword,
    ApplicationUuid Uuid,
    string PublicKeyBase64,
    string SigningKeyHex) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestRegisterBot);
}
