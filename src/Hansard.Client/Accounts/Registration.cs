using System.Security.Cryptography;
using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;

namespace Hansard.Client.Accounts;

/// <summary>Makes a device one of a user's: code, log-in, and the user's keys, made here or fetched and opened with his passphrase.</summary>
internal sealed class Registration(ClientSettings settings, MessengerConnection connection, RegistrationPrompts prompts)
{
    public async Task<Result<StoredIdentity>> RunAsync(string number, string? nick, CancellationToken cancellation)
    {
        if (!PhoneNumbers.TryUserIdOf(number, out var userId))
            return Failure.Invalid($"{number} is no telephone number in the form +35794048714.");
        var application = new ApplicationUuid(Guid.NewGuid().ToString());
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Limits.ApplicationSecretBytes));
        var device = settings.Device;
        var asked = await connection.SendAsync(
            new RequestRegisterApplication(null, device.Type, device.Model, number, device.OsVersion, userId, application, device.Vendor, secret), cancellation);
        if (!asked.Succeeded) return asked.Failure;
        if (await ConfirmAsync(userId, application, cancellation) is { } wrongCode) return wrongCode;
        var entered = await connection.SendAsync(new RequestAuthenticationByApplication(userId, application, secret), cancellation);
        if (!entered.Succeeded) return entered.Failure;
        var keys = await new KeyEnrollment(settings, connection, prompts.Passphrase).RunAsync(userId, nick, cancellation);
        if (!keys.Succeeded) return keys.Failure;
        var (pair, metadata, pairUuid, knownNick) = keys.Value;
        using (pair)
        {
            return new StoredIdentity(
                settings.Network, number, userId, application, secret, nick ?? knownNick,
                pair.ExportPem(), Convert.ToBase64String(metadata.ToBytes()), pairUuid);
        }
    }

    private async Task<Failure?> ConfirmAsync(UserId userId, ApplicationUuid application, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var code = (await prompts.Code(cancellation)).Trim();
            var answer = await connection.SendAsync(new RequestConfirmRegistration(code, userId, application), cancellation);
            if (answer.Succeeded) return null;
            // Only a wrong code is put right by another one.
            if (answer.Failure.Status is not Status.Forbidden) return answer.Failure;
            if (attempt == RegistrationPrompts.CodeTries) return Failure.Forbidden($"{attempt} wrong codes are all that one code takes. Register again to be sent another.");
        }
    }
}
