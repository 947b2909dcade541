using System.Security.Cryptography;
using System.Text.Json;
using Hansard.Protocol;
using Hansard.Server.Deliveries;

namespace Hansard.Server.Push;

/// <summary>The members of a service account's JSON key, as Google's console gives it, that are used here.</summary>
internal sealed record FcmAccountFile(string? ProjectId, string? PrivateKeyId, string? PrivateKey, string? ClientEmail, string? TokenUri);

/// <summary>The Google account in whose name messages are sent.</summary>
internal sealed record FcmAccount(string ProjectId, string ClientEmail, string KeyId, RSA Key, Uri TokenAddress)
{
    private const string DefaultTokenAddress = "https://oauth2.googleapis.com/token";

    public static Result<FcmAccount> Read(string path)
    {
        try
        {
            FcmAccountFile? file = JsonSerializer.Deserialize(File.ReadAllBytes(path), PushJson.Default.FcmAccountFile);
            if (file is not { ProjectId.Length: > 0, PrivateKeyId.Length: > 0, PrivateKey.Length: > 0, ClientEmail.Length: > 0 })
                return Failure.Invalid($"HANSARD_PUSH_FCM: {path} must be a service account's JSON key, with project_id, private_key_id, private_key and client_email.");
            string address = file.TokenUri ?? DefaultTokenAddress;
            if (!OutgoingHttp.IsPrivate(address)) return Failure.Invalid($"HANSARD_PUSH_FCM: token_uri in {path} must be an https:// URL.");
            RSA key = RSA.Create();
            key.ImportFromPem(file.PrivateKey);
            return new FcmAccount(file.ProjectId, file.ClientEmail, file.PrivateKeyId, key, new Uri(address));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Failure.Invalid($"HANSARD_PUSH_FCM cannot be read: {failure.Message}");
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException or CryptographicException)
        {
            // What such a failure says may hold a part of the key.
            return Failure.Invalid($"HANSARD_PUSH_FCM: {path} is not a service account's JSON key with a private key in PEM.");
        }
    }
}
