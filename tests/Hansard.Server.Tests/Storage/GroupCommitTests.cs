using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Server.Connections;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Storage;
using Hansard.Shared;
using Xunit;

namespace Hansard.Server.Tests.Storage;

public sealed class GroupCommitTests
{
    private static readonly string Base64 = Convert.ToBase64String(new byte[12]);

    private static RequestAddMessage Message(string conversation, string uuid) =>
        new(Base64, new(conversation), false, Base64, new(uuid), null, new("key of " + conversation));

    [Fact]
    public async Task An_item_that_throws_is_undone_alone_and_leaves_no_gap()
    {
        using TestStore store = new();
        Caller ann = await store.Person("ann"), bob = await store.Person("bob");
        await store.Conversation("c", ann, bob);

        // The writer is held at the first item, so that all the others queue behind it and share one batch.
        using ManualResetEventSlim queued = new();
        Task<bool> first = store.Writer.Run(_ => { queued.Wait(); return true; });
        List<Task<Result<ResponseAddedMessage>>> good = [];
        List<Task<bool>> bad = [];
        for (int i = 0; i < 30; i++)
        {
            string uuid = $"m{i}";
            good.Add(store.Writer.Run(batch => AddMessage.Handle(Message("c", uuid), ann, batch)));
            if (i % 10 == 5)
            {
                bad.Add(store.Writer.Run<bool>(batch =>
                {
                    AddMessage.Handle(Message("c", uuid + " that never was"), ann, batch);
                    throw new InvalidOperationException("a bug");
                }));
            }
        }
        queued.Set();
        await first;
        Result<ResponseAddedMessage>[] answers = await Task.WhenAll(good);
        foreach (Task<bool> failure in bad) await Assert.ThrowsAsync<InvalidOperationException>(() => failure);

        Assert.All(answers, answer => Assert.True(answer.Succeeded));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"m{i}"),
            store.Database.Read(sql => sql.Query<string>("SELECT uuid FROM messages ORDER BY id").AsList()));
        Assert.Equal(30, store.Network.PublishedHead.Sequence);
        AssertJournal(store);
    }

    [Fact]
    public async Task A_refusal_keeps_what_its_handler_wrote()
    {
        using TestStore store = new();
        Failure refusal = await store.Writer.Run(batch =>
        {
            batch.Sql.Execute("INSERT INTO budgets VALUES ('attempts', 0, 1)");
            return Failure.Forbidden("No.");
        });
        Assert.Equal(Status.Forbidden, refusal.Status);
        Assert.Equal(1, store.Database.Read(sql => sql.ExecuteScalar<long>("SELECT spent FROM budgets")));
    }

    [Fact]
    public async Task A_retried_message_gets_its_first_answer_and_another_under_its_uuid_is_refused()
    {
        using TestStore store = new();
        Caller ann = await store.Person("ann"), bob = await store.Person("bob");
        await store.Conversation("c", ann, bob);
        Task<Result<ResponseAddedMessage>> Add(RequestAddMessage request, Caller caller) => store.Writer.Run(batch => AddMessage.Handle(request, caller, batch));

        MessageView first = (await Add(Message("c", "m"), ann)).Value.Message;
        await store.Writer.Run(batch => Receipts.Readed(new(new("c"), [new("m")]), bob, batch));
        Assert.Equal(first, (await Add(Message("c", "m"), ann)).Value.Message);
        Assert.Equal(Status.Conflict, (await Add(Message("c", "m"), bob)).Failure!.Status);
        Assert.Equal(Status.Conflict, (await Add(Message("c", "m") with { BodyEncryptedBase64 = "AAAA" }, ann)).Failure!.Status);
        Assert.Equal(1, store.Database.Read(sql => sql.ExecuteScalar<long>("SELECT COUNT(*) FROM messages")));
    }

    [Fact]
    public async Task Receipts_in_the_batch_of_their_message_and_long_after_it_count_once()
    {
        using TestStore store = new();
        Caller ann = await store.Person("ann"), bob = await store.Person("bob"), eve = await store.Person("eve");
        await store.Conversation("c", ann, bob, eve);
        const int messages = 100;
        await store.Writer.Run(batch =>
        {
            for (int i = 0; i < messages; i++)
            {
                AddMessage.Handle(Message("c", $"m{i}"), ann, batch);
                Receipts.Delivered(new(new("c"), new($"m{i}")), bob, batch);
            }
            return true;
        });
        for (int again = 0; again < 2; again++)
            await store.Writer.Run(batch => Receipts.Readed(new(new("c"), [.. Enumerable.Range(0, messages / 2).Select(i => new MessageUuid($"m{i * 2}"))]), bob, batch));
        await store.Writer.Run(batch => Receipts.MarkAll(new(new("c")), eve, batch));

        List<(long Readed, long Delivered)> counters = store.Database.Read(sql => sql.Query<(long, long)>("SELECT readed, delivered FROM messages ORDER BY id").AsList());
        Assert.Equal(Enumerable.Range(0, messages).Select(i => (i % 2 == 0 ? 3L : 2L, 3L)), counters);
        Assert.Equal([(ann.UserKey, 100L), (bob.UserKey, 50L), (eve.UserKey, 100L)],
            store.Database.Read(sql => sql.Query<(long, long)>("SELECT user_key, countable_read FROM members ORDER BY user_key").AsList()));
    }

    [Fact]
    public async Task However_much_becomes_read_at_once_each_fact_fits_the_feed()
    {
        using TestStore store = new();
        Caller ann = await store.Person("ann"), bob = await store.Person("bob");
        await store.Conversation("c", ann, bob);
        const int messages = 2_500;
        await store.Writer.Run(batch =>
        {
            for (int i = 0; i < messages; i++) AddMessage.Handle(Message("c", $"m{i}"), ann, batch);
            return true;
        });
        int steps = 1;
        while (!(await store.Writer.Run(batch => Receipts.MarkAll(new(new("c")), bob, batch))).Value) steps++;
        Assert.Equal(messages / 500 + 1, steps);
        List<string[]> named = [.. store.Database.Read(sql => sql.Query<byte[]>("SELECT json FROM facts ORDER BY id").AsList())
            .Select(json => FactJson.Read(json)).Where(fact => fact.Kind == MessagesRead.Kind)
            .Select(fact => fact.BodyAs<MessagesRead>().MessageUuids.Select(uuid => uuid.Value).ToArray())];
        Assert.Equal([500, 500, 500, 500, 500], named.Select(uuids => uuids.Length));
        Assert.Equal(Enumerable.Range(0, messages).Select(i => $"m{i}"), named.SelectMany(uuids => uuids));
        AssertJournal(store);
    }

    /// <summary>From the stored bytes alone: numbers without a gap, a chain that ends in the network's signed head.</summary>
    private static void AssertJournal(TestStore store)
    {
        JournalHead head = store.Network.PublishedHead;
        byte[] hash = new byte[32];
        long sequence = 0;
        foreach (byte[] fact in store.Database.Read(sql => sql.Query<byte[]>("SELECT json FROM facts ORDER BY id").AsList()))
        {
            sequence++;
            Assert.StartsWith($"{{\"seq\":{sequence},", Encoding.UTF8.GetString(fact));
            byte[] number = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(number, sequence);
            hash = SHA256.HashData([.. hash, .. number, .. SHA256.HashData(fact)]);
        }
        Assert.Equal(head.Sequence, sequence);
        Assert.Equal(head.Hash, hash);
        byte[] signed = Encoding.UTF8.GetBytes($"hansard/journal-head/1\ndefault\n{sequence}\n{Convert.ToHexStringLower(hash)}\n");
        Assert.True(Ed25519.Verify(Ed25519.PublicKey(TestStore.Seed), signed, head.Signature));
    }
}
