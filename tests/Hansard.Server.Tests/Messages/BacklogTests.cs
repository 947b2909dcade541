using System.Text.Json.Nodes;
using Dapper;
using Xunit;

namespace Hansard.Server.Tests.Messages;

public sealed class BacklogTests
{
    [Fact]
    public async Task A_long_backlog_marked_at_once_cuts_nobody_off()
    {
        const int messages = 6_000;
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002");
        await ann.AddKeys();
        await bob.AddKeys();
        await ann.CreateDialog("c", bob);
        await server.Core.Writer.Run(batch => batch.Sql.Execute($"""
            WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= {messages})
            INSERT INTO messages (id, conversation_id, uuid, user_key, session_key_uuid, fact_id, created_ms, flags, members, readed, delivered, countable)
            SELECT c.id << 32 | i, c.id, 'm' || i, u.id, 'key of c', 0, 0, 0, 2, 1, 1, i - 1 FROM n, conversations c, users u WHERE u.user_id = '{ann.UserId}'
            """));
        await server.Core.Writer.Run(batch => { batch.Conversations.ForgetAll(); return true; });

        Assert.Equal("ok", await bob.Socket.Status("RequestMarkAllReaded", new { conversationUuid = "c" }));
        HashSet<string> told = [];
        while (told.Count < messages)
        {
            JsonObject notification = await ann.Socket.Notification();
            if (notification["type"]!.GetValue<string>() == "UpdatedMessageNotification") told.Add(notification["body"]!["uuid"]!.GetValue<string>());
        }
        Assert.Equal(messages, server.Core.Database.Read(sql => sql.ExecuteScalar<long>("SELECT COUNT(*) FROM messages WHERE readed = 2 AND flags = 0")));
    }
}
