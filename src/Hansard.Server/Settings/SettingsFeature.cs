using Hansard.Protocol;
using Hansard.Protocol.Settings;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Settings;

/// <summary>The room's lines of the request table.</summary>
internal static class SettingsFeature
{
    /// <param name="journalPublicKey">Ed25519; what clients and recorders verify journal heads with.</param>
    public static void Map(RequestTable table, Database database, Assets assets, byte[] journalPublicKey)
    {
        table.Query<GetParams, Params>(Access.Person, new UserParams(database).All);
        table.Command<UpdateParam>(Access.Person, UserParams.Update);
        string journalKeyHex = Convert.ToHexStringLower(journalPublicKey);
        table.OpenQuery<RequestGetServerSettings, ResponseServerSettings>((_, connection) => View(connection.Network.PublishedSettings, assets, journalKeyHex));
    }

    private static Result<ResponseServerSettings> View(NetworkSettings settings, Assets assets, string journalKeyHex) => new ResponseServerSettings(
        settings.SupportId, settings.AdminId, settings.Recording != Recording.Off, View(settings.Theme, assets),
        settings.Recorders.Count == 0 ? null : new RecordingView(settings.Recording.Name(), [.. settings.Recorders.Select(View)], journalKeyHex));

    private static ThemeView View(NetworkTheme theme, Assets assets) => new(
        theme.ButtonBackground, theme.ButtonText, theme.YourMessageBubbleBackground, theme.YourMessageBubbleText, theme.TheirMessageBubbleBackground,
        theme.TheirMessageBubbleText, assets.Url(theme.Logo), assets.Url(theme.Sound));

    private static RecorderView View(RecorderIdentity recorder) =>
        new(recorder.UserId, recorder.Name, recorder.KeyPair, recorder.PublicKey, recorder.Signature);
}
