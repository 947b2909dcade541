using System.Collections.Concurrent;
using Hansard.Archive.Audit;
using Hansard.Archive.Retention;
using Hansard.Record.Retention;
using Xunit;

namespace Hansard.Archive.Tests.Retention;

/// <summary>It looks when it begins and whenever its timer rings, says what it did, and is loud about what keeps it from doing it.</summary>
public sealed class RetentionKeeperTests : IDisposable
{
    private readonly KeptRecord record = new();
    private readonly BlockingCollection<string> said = [];

    public RetentionKeeperTests()
    {
        record.Policy("all", PolicyKinds.All, 10);
        record.Room("c", "anna", "ben");
        record.Talk.Say("one", "ben");
        record.CloseFile();
        record.Time.Now = Search.Talk.NewYear + 20 * KeptRecord.Day;
    }

    public void Dispose()
    {
        said.Dispose();
        record.Dispose();
    }

    [Fact]
    public void What_is_due_goes_when_it_starts_and_what_becomes_due_when_the_timer_rings()
    {
        using RetentionKeeper keeper = new(record.Round(), said.Add, alarm => said.Add("ALARM " + alarm), record.Time);
        Assert.Equal("1 lines were removed by 1 orders of the audit log.", Next());
        record.Audit.Note(new AuditEntry(DecisionKinds.Stopped, "mallory@desk", new Stop(1).Details));
        record.Time.Ring();
        Assert.Equal("ALARM Entry 5 of the audit log is not allowed: Nothing that entry 1 asks for is pending. Nothing is removed. Recording goes on.", Next());
    }

    private string Next() => said.TryTake(out var sentence, TimeSpan.FromMinutes(5)) ? sentence : throw new TimeoutException("it says nothing");
}
