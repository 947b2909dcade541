using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hansard.Server.Accounts;
using static Hansard.Server.Tests.Reachability.Drive;

namespace Hansard.Server.Tests.Reachability;

/// <summary>Accounts, devices, settings, and what is nobody's.</summary>
internal static class PersonDrives
{
    private const string PrivateKey = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", NewKey = "NotificationNewPublicKey",
        Left = "NotificationConversationLeaved", Added = "NotificationAddedMessageToConversation", Deleted = "DeleteMessageNotification";

    private static readonly string OtherPem = RSA.Create(2048).ExportSubjectPublicKeyInfoPem();

    public static readonly Dictionary<string, Drive> All = new()
    {
        ["RequestPing"] = ByAnn("RequestPing", _ => new { clientVersion = "1", when = 1 }),
        ["RequestGetServerSettings"] = new(async street => await (await street.Connect()).Ask("RequestGetServerSettings", new { })),
        ["RequestRegisterApplication"] = new(async street => await Register(await street.Guest())),
        ["RequestConfirmRegistration"] = new(async street =>
        {
            TestPerson guest = await street.Guest();
            await Register(guest);
            return await guest.Socket.Ask("RequestConfirmRegistration", new { smsCode = guest.LastCode(street.Server.OutboxPath), userId = guest.UserId, uuid = guest.ApplicationUuid });
        }),
        ["RequestAuthenticationByApplication"] = new(async street =>
            await (await street.Connect()).Ask("RequestAuthenticationByApplication", new { userId = street.Ann.UserId, uuid = street.Ann.ApplicationUuid }),
            "ann/1 ann/2: AuthenticationByApplicationNotification"),

        ["RequestAddUserKeys"] = new(street => street["hal/1"].Socket.Ask("RequestAddUserKeys", new
        {
            metaDataKeyEncryptedBase64 = TestPerson.Wrap, nick = (string?)null, privateKeyEncryptedBase64 = PrivateKey, publicKeyBase64 = TestKeys.PublicPem,
        }), $"hal/2: {NewKey}"),
        ["RequestUpdateUserKeys"] = new(street => AskForOtherKeys(street["eve/1"])),
        ["RequestConfirmUpdateUserKeys"] = new(street =>
            street["eve/1"].Socket.Ask("RequestConfirmUpdateUserKeys", new { smsCode = street["eve/1"].LastCode(street.Server.OutboxPath) }),
            $"eve/2 bob/1 bob/2: {NewKey}")
        {
            Before = async street =>
            {
                await street.Found(street["eve/1"], "with Eve", street.Bob);
                await AskForOtherKeys(street["eve/1"]);
            },
        },
        ["RequestDeleteUser"] = new(street => AskToGo(street["fay/1"])),
        ["RequestDeleteUserConfirmation"] = new(async street =>
        {
            JsonObject reply = await street["fay/1"].Socket.Ask("RequestDeleteUserConfirmation", new { code = street["fay/1"].LastCode(street.Server.OutboxPath) });
            await street.Gone("fay/1", "fay/2");
            // What she wrote goes in batches of its own.
            await Until.Holds(async () => await street.Server.Core.Writer.Run(batch => DepartureStore.First(batch.Sql, street.Server.Core.Networks.Find("default")!) is null), "she is gone");
            return reply;
        }, $"bob/1 bob/2: {Left}, {Added}, {Deleted}")
        {
            Before = async street =>
            {
                await street.Found(street["fay/1"], "with Fay", street.Bob);
                await street["fay/1"].Say("with Fay", "a word");
                await AskToGo(street["fay/1"]);
            },
        },
        ["RequestUpdateUserNick"] = ByAnn("RequestUpdateUserNick", _ => new { nick = "Tmljaw==" }),
        ["RequestGetUserInfo"] = ByAnn("RequestGetUserInfo", street => new { userId = street.Bob.UserId }),
        ["RequestGetUserInfoMulti"] = ByAnn("RequestGetUserInfoMulti", street => new { userIds = (string[])[street.Bob.UserId] }),

        ["RequestGetApplicationsFull"] = ByAnn("RequestGetApplicationsFull", _ => new { confirmed = true }),
        ["RequestUpdateDeviceTokenByApplication"] = ByAnn("RequestUpdateDeviceTokenByApplication", _ => new { token = "token", userId = (string?)null, uuid = (string?)null }),
        ["RequestDeleteApplication"] = new(async street =>
        {
            TestPerson third = await street.Another(street.Ann);
            foreach (TestPerson device in (TestPerson[])[street.Ann, street["ann/2"]]) await device.Told();
            JsonObject reply = await street.Ann.Socket.Ask("RequestDeleteApplication", new { uuid = third.ApplicationUuid });
            await third.Socket.Ended();
            return reply;
        }),
        ["GetParams"] = OfHerOwn("GetParams"),
        ["UpdateParam"] = ByAnn("UpdateParam", _ => new { name = "a", value = "AAAA" }),
    };

    private static Task<JsonObject> Register(TestPerson guest) => guest.Socket.Ask("RequestRegisterApplication", guest.Registration);

    private static Task<JsonObject> AskToGo(TestPerson person) => person.Socket.Ask("RequestDeleteUser", new { androidSmsToken = (string?)null, openUserId = person.Number });

    private static Task<JsonObject> AskForOtherKeys(TestPerson person) => person.Socket.Ask("RequestUpdateUserKeys", new
    {
        androidSmsToken = (string?)null, metaDataKeyEncryptedBase64 = TestPerson.Wrap, nick = (string?)null, openUserId = person.Number, privateKeyEncryptedBase64 = PrivateKey,
        publicKeyBase64 = OtherPem,
    });
}
