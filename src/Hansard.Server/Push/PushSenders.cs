using Hansard.Protocol;

namespace Hansard.Server.Push;

/// <summary>The providers that the settings name.</summary>
internal static class PushSenders
{
    /// <summary>None where nothing is set; refuses credentials that cannot be used.</summary>
    public static Result<IReadOnlyList<IPushSender>> Open(PushSettings settings, TimeProvider time)
    {
        List<IPushSender> senders = [];
        if (settings.Apns is { } apns)
        {
            Result<ApnsKey> key = ApnsKey.Read(apns);
            if (!key.Succeeded) return key.Failure;
            senders.Add(new ApnsSender(key.Value, new Uri(settings.ApnsUrl), time));
        }
        if (settings.Fcm is { } fcm)
        {
            Result<FcmAccount> account = FcmAccount.Read(fcm);
            if (!account.Succeeded) return account.Failure;
            senders.Add(new FcmSender(account.Value, new Uri(settings.FcmUrl), time));
        }
        return senders;
    }
}
