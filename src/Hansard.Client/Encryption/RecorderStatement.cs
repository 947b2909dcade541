using System.Text;
using Hansard.Protocol;

namespace Hansard.Client.Encryption;

/// <summary>
/// What a network's authority says of a recorder. Its private key never reaches the server, so a server cannot name itself a recorder.
/// </summary>
/// <param name="PublicKeyPem">The recorder's key, exactly as it travels in <c>publicKeyBase64</c>.</param>
public sealed record RecorderStatement(string Network, UserId Recorder, KeyPairUuid KeyPair, string PublicKeyPem)
{
    private const string Purpose = "hansard/recorder/1";

    public string Sign(UserKeyPair authority) => authority.Sign(Text());

    public bool IsSignedBy(UserPublicKey authority, string signatureBase64) => authority.Verifies(Text(), signatureBase64);

    /// <summary>A PEM has line feeds of its own; it stands last, so the text stays unambiguous.</summary>
    private byte[] Text() => [.. Statement.Of(Purpose, Network, Recorder.Value, KeyPair.Value, ""), .. Encoding.UTF8.GetBytes(PublicKeyPem)];
}
