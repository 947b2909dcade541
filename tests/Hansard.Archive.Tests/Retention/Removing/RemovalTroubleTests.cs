using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Retention.Removing;

/// <summary>A disk that refuses in the middle of a removal.</summary>
public sealed class RemovalTroubleTests
{
    /// <summary>How many operations lie between two at which a process dies, and two that fail after that; in the long run every pair is tried.</summary>
    private static readonly int Stride = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 1 : 7;

    private static readonly string[] Asked = ["Files", "Length", "Open", "OpenOrCreate", "Read", "Remove", "Rename", "Sync", "SyncFolder", "Truncate", "Write"];

    public static TheoryData<string, bool> Errors => new() { { "ENOSPC", false }, { "ENOSPC", true }, { "EIO", false }, { "EIO", true }, { "EROFS", false } };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Whatever_operation_fails_once_the_record_verifies_there_and_then_and_is_as_before_or_as_after_when_it_has_recovered(string error, bool doneAllTheSame)
    {
        var (before, after) = BeforeAndAfter();
        var failed = new HashSet<string>();
        for (var n = 0; ; n++)
        {
            using var record = new RemovalRecord();
            var disk = new FailingDisk(n, doneAllTheSame, Error(error));
            var succeeded = Succeeds(() => record.Remover(disk).Remove(Order(record)));
            Assert.Equal(disk.Failed is null, succeeded);

            // Not even for a moment it is a record that somebody changed.
            Assert.Empty(record.Verify().Findings);
            record.Remover().Recover();
            var recovered = record.Content();
            Assert.True(Same(recovered, before) || Same(recovered, after), $"operation {n}, {disk.Failed}: {string.Join(", ", recovered.Keys)}");
            Assert.Empty(record.Verify().Findings);

            record.Remover().Remove(Order(record));
            Assert.Equal(after, record.Content());
            if (disk.Failed is null) break;
            failed.Add(disk.Failed);
        }
        Assert.Equal(Asked, failed.Order());
    }

    [Fact]
    public void A_removal_that_failed_is_finished_by_ordering_it_again_without_a_restart()
    {
        var (_, after) = BeforeAndAfter();
        for (var n = 0; ; n++)
        {
            using var record = new RemovalRecord();
            var disk = new FailingDisk(n);
            var remover = record.Remover(disk);
            if (!Succeeds(() => remover.Remove(Order(record)))) remover.Remove(Order(record));
            Assert.Equal(after, record.Content());
            if (disk.Failed is null) break;
        }
    }

    [Fact]
    public void What_fails_while_a_crash_is_recovered_from_is_made_good_by_the_next_start()
    {
        var (before, after) = BeforeAndAfter();
        for (var crash = 0; ; crash += Stride)
            for (var n = crash / Stride % Stride; ; n += Stride)
            {
                using var record = new RemovalRecord();
                // One that ended so leaves what it had written: nothing is cleaned up.
                if (Succeeds(() => record.Remover(new DyingDisk(crash)).Remove(Order(record)))) return;
                var disk = new FailingDisk(n);
                Succeeds(() => record.Remover(disk).Recover());
                Assert.Empty(record.Verify().Findings);
                record.Remover().Recover();
                var recovered = record.Content();
                Assert.True(Same(recovered, before) || Same(recovered, after), $"crash at {crash}, then operation {n}, {disk.Failed}: {string.Join(", ", recovered.Keys)}");
                if (disk.Failed is null) break;
            }
    }

    [Fact]
    public void Wherever_power_fails_and_whichever_of_the_names_were_not_flushed_the_record_verifies_and_recovers()
    {
        var (before, after) = BeforeAndAfter();
        var most = 0;
        // Of changes that were not flushed: none, all, all but the first, only the first, only the last.
        Func<int, int, bool>[] kept = [(_, _) => false, (_, _) => true, (n, _) => n > 0, (n, _) => n == 0, (n, count) => n == count - 1];
        for (var n = 0; ; n++)
            foreach (var keeps in kept)
            {
                using var record = new RemovalRecord();
                PowerCutDisk disk = new(n);
                if (Succeeds(() => record.Remover(disk).Remove(Order(record))))
                {
                    Assert.Equal((0, true), (disk.Unflushed, most > 1));
                    return;
                }
                most = Math.Max(most, disk.Unflushed);
                disk.ComeBack(change => keeps(change, disk.Unflushed));
                Assert.Empty(record.Verify().Findings);
                record.Remover().Recover();
                var recovered = record.Content();
                Assert.True(Same(recovered, before) || Same(recovered, after), $"power failed at {n}: {string.Join(", ", recovered.Keys)}");
                record.Remover().Remove(Order(record));
                Assert.Equal(after, record.Content());
            }
    }

    [Fact]
    public void A_full_disk_gets_its_room_back_at_once()
    {
        using var record = new RemovalRecord();
        var before = record.Content();
        var disk = new StubbornDisk { Refuses = record.Second + RecordLayout.BeingRemoved };
        Assert.Throws<IOException>(() => record.Remover(disk).Remove(Order(record)));
        Assert.Equal(before, record.Content());
    }

    private static RemovalOrder Order(RemovalRecord record) => RemovalRecord.Order(record.Second, 1, 2);

    private static (Dictionary<string, string> Before, Dictionary<string, string> After) BeforeAndAfter()
    {
        using var record = new RemovalRecord();
        var before = record.Content();
        var done = record.Remover().Remove(Order(record));
        Assert.Equal((2, 1), (done.Lines, done.Attachments));
        return (before, record.Content());
    }

    private static Exception Error(string name) => name switch
    {
        "EIO" => new IOException("Input/output error (made by the test)", 5),
        "EROFS" => new UnauthorizedAccessException("Read-only file system (made by the test)"),
        _ => new IOException("No space left on device (made by the test)", 28),
    };

    private static bool Same(Dictionary<string, string> left, Dictionary<string, string> right) => left.Count == right.Count && left.All(one => right.GetValueOrDefault(one.Key) == one.Value);

    private static bool Succeeds(Action attempt)
    {
        try
        {
            attempt();
            return true;
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not RecordDamagedException)
        {
            return false;
        }
    }
}
