using System.Security.Cryptography;
using System.Text.Json;
using Hansard.Protocol;

namespace Hansard.Server.Push;

/// <summary>What an operator tells of a signing key for APNs.</summary>
/// <param name="KeyFile">The <c>.p8</c> file, from the folder of this file on.</param>
/// <param name="Topic">The application's bundle id.</param>
internal sealed record ApnsKeyFile(string? KeyFile, string? KeyId, string? TeamId, string? Topic);

/// <summary>A key of an Apple developer team, and the application that it is used for.</summary>
internal sealed record ApnsKey(string KeyId, string TeamId, string Topic, ECDsa Key)
{
    private const int CurveBits = 256;

    public static Result<ApnsKey> Read(string path)
    {
        try
        {
            ApnsKeyFile? file = JsonSerializer.Deserialize(File.ReadAllBytes(path), PushSettingsJson.Default.ApnsKeyFile);
            if (file is not { KeyFile.Length: > 0, KeyId.Length: > 0, TeamId.Length: > 0, Topic.Length: > 0 })
                return Failure.Invalid($"HANSARD_PUSH_APNS: {path} must be a JSON object with keyFile, keyId, teamId and topic.");
            string keyPath = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file.KeyFile);
            ECDsa key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(keyPath));
            return key.KeySize == CurveBits
                ? new ApnsKey(file.KeyId, file.TeamId, file.Topic, key)
                : Failure.Invalid($"HANSARD_PUSH_APNS: the key in {keyPath} must be on the curve P-256.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Failure.Invalid($"HANSARD_PUSH_APNS cannot be read: {failure.Message}");
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException or CryptographicException)
        {
            // What such a failure says may hold a part of the key.
            return Failure.Invalid($"HANSARD_PUSH_APNS: {path} is not JSON, or its keyFile is not a private key in PEM.");
        }
    }
}
