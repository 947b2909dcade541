using Hansard.Protocol.Bots;
using Hansard.Server.Dispatch;

namespace Hansard.Server.Bots;

/// <summary>The room's lines of the request table.</summary>
internal static class BotsFeature
{
    public static void Map(RequestTable table, TimeProvider time)
    {
        BotAuthentication authentication = new(time);
        table.OpenCommand<RequestRegisterBot>(BotRegistration.Handle);
        table.OpenQuery<RequestBotChallenge, ResponseBotChallenge>(authentication.Ask);
        table.OpenCommand<RequestBotAuthentication>(authentication.Answer);
    }
}
