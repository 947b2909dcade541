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
    private static readonly ThemeView DefaultTheme = new("#2e7d32", "#ffffff", "#c9c9f2", "#000000", "#ffffff", "#000000", Logo: null, Sound: null);

    /// <param name="journalPublicKey">Ed25519; what clients and recorders verify journal heads with.</param>
    public static void Map(RequestTable table, Database database, byte[] journalPublicKey)
    {
        table.Query<GetParams, Params>(Access.Person, new UserParams(database).All);
        table.Command<UpdateParam>(Access.Person, UserParams.Update);
        string journalKeyHex = Convert.ToHexStringLower(journalPublicKey);
        table.OpenQuery<RequestGetServerSettings, ResponseServerSettings>((_, connection) => View(connection.Network.PublishedSettings, journalKeyHex));
    }

    private static Result<ResponseServerSettings> View(NetworkSettings settings, string journalKeyHex) => new ResponseServerSettings(
        settings.SupportId, settings.AdminId, settings.Recording != Recording.Off, DefaultTheme,
        settings.Recorders.Count == 0 ? null : new RecordingView(settings.Recording.Name(), [.. settings.Recorders.Select(View)], journalKeyHex));

    private static RecorderView View(RecorderIdentity recorder) =>
        new(recorder.UserId, recorder.Name, recorder.KeyPair, recorder.PublicKey, recorder.Signature);
}
