using Hansard.Protocol;
using Hansard.Server.Accounts;
using Hansard.Server.Push;

namespace Hansard.Server.Checks;

/// <summary>How codes and push messages would leave; none is sent.</summary>
internal static class SenderChecks
{
    public static IEnumerable<Finding> Of(ServerSettings settings, FolderChecks folder)
    {
        yield return Codes(settings, folder);
        if (settings.Push.Apns is { } apns) yield return Said("push by Apple", ApnsKey.Read(apns), key => $"as {key.Topic}, key {key.KeyId} of team {key.TeamId}.");
        if (settings.Push.Fcm is { } fcm) yield return Said("push by Google", FcmAccount.Read(fcm), account => $"as {account.ClientEmail} for {account.ProjectId}.");
        if (settings.Push is { Apns: null, Fcm: null }) yield return Finding.Ok("push", "none is set: devices hear of news when they connect.");
    }

    private static Finding Codes(ServerSettings settings, FolderChecks folder)
    {
        const string subject = "codes";
        if (settings.Sms is null or "outbox") return Finding.Ok(subject, $"into {folder.Folder.SmsOutbox}.");
        if (settings.SmsSecretFile is null && !File.Exists(folder.In("sms.secret"))) return Finding.Ok(subject, "to the gateway; its secret is not there, the first start makes it.");
        return Said(subject, SmsSecret.Read(settings.SmsSecretFile ?? folder.In("sms.secret"), folder.Folder), _ => "to the gateway; its secret is there.");
    }

    private static Finding Said<T>(string subject, Result<T> read, Func<T, string> says) =>
        read.Succeeded ? Finding.Ok(subject, says(read.Value)) : Finding.Error(subject, read.Failure.Description);
}
