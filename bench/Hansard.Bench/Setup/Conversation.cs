using System.Net;

namespace Hansard.Bench.Setup;

/// <summary>A conversation that stands on the server, with a session key for everybody in it.</summary>
internal sealed record Conversation(string Uuid, string SessionKeyUuid, IReadOnlyList<Account> Members)
{
    /// <summary>Creates a dialog (two members) or a group; the first member creates it.</summary>
    /// <param name="recorders">User ids that need a wrap of their own although they are no members.</param>
    public static Conversation Create(IPEndPoint server, int number, IReadOnlyList<Account> members, IReadOnlyList<string> recorders)
    {
        var (creator, others) = (members[0], members.Skip(1).Select(member => member.UserId).ToArray());
        var isDialog = others.Length == 1;
        var (uuid, sessionKeyUuid) = ($"{number:x8}-c000-4000-8000-000000000000", $"{number:x8}-5000-4000-8000-000000000000");
        using var caller = Caller.Open(server);
        creator.Authenticate(caller);
        caller.Call("RequestGetRegisteredUsers", new { checkUserList = others });
        var self = caller.Call("RequestGetUserInfo", new { userId = creator.UserId }).GetProperty("user");
        caller.Call("RequestCreateConversationFull", new
        {
            admins = Wraps(isDialog ? others : []),
            conversationUuid = uuid,
            isDialog,
            members = Wraps([.. isDialog ? [] : others, .. recorders]),
            nickEncrypted = Accounts.Nick,
            sessionKeyUuid,
            sessionKeyValue = new
            {
                keyEncryptedBase64 = Accounts.Wrap(number),
                signatureBase64 = Accounts.Wrap(number + 1),
                signerKeyPairUuid = self.GetProperty("keyPairUuid").GetString(),
                signerUserId = creator.UserId,
                userId = creator.UserId,
            },
            title = isDialog ? null : Accounts.Nick,
        });
        return new Conversation(uuid, sessionKeyUuid, members);
    }

    private static Dictionary<string, string> Wraps(string[] users) => users.ToDictionary(user => user, user => Accounts.Wrap(user.Length));
}
