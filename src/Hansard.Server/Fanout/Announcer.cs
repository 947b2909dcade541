using Hansard.Server.Connections;
using Hansard.Server.Push;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Fanout;

/// <summary>
/// The only place that tells anyone anything. One thread takes the announcements of committed batches in their order and puts frames into
/// the outboxes of connections; the writer is already at its next batch meanwhile.
/// </summary>
internal sealed partial class Announcer : IDisposable
{
    /// <summary>Batches that may wait for fan-out before the writer waits too.</summary>
    private const int WaitingBatchesMaximum = 8;

    private readonly Handoff<List<Announcement>> queue = new(WaitingBatchesMaximum);
    private readonly ConnectionDirectory directory;
    private readonly ILogger log;
    private readonly Thread thread;

    public Announcer(ConnectionDirectory directory, ILogger log)
    {
        this.directory = directory;
        this.log = log;
        thread = new Thread(Loop) { Name = "hansard-fanout", IsBackground = true };
        thread.Start();
    }

    /// <summary>Pushes devices that are not there; null where no provider is set up. Set before anything is told.</summary>
    public PushDesk? Push { get; set; }

    public void Tell(List<Announcement> announcements) => queue.Add(announcements);

    private void Loop()
    {
        List<List<Announcement>> taken = [];
        List<Outbox> touched = [];
        while (queue.TakeAll(ref taken))
        {
            // Frames of a whole batch gather in the outboxes first, so that a connection gets them in one write.
            Outbox.Gather(touched);
            foreach (List<Announcement> announcements in taken)
                foreach (Announcement announcement in announcements)
                    Guarded(announcement);
            Outbox.Release();
        }
    }

    private void Guarded(Announcement announcement)
    {
        try
        {
            Tell(announcement);
        }
        catch (Exception failure)
        {
            AnnouncementFailed(failure, announcement.GetType().Name);
        }
    }

    private void Tell(Announcement announcement)
    {
        switch (announcement)
        {
            case Completed completed:
                completed.Work.Finish(completed.Failure);
                break;
            case AfterCommit afterCommit:
                afterCommit.Act();
                break;
            case Notice notice:
                Tell(notice);
                break;
            case PersonalNotice notice:
                Tell(notice);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows whom to tell of a {announcement.GetType().Name}.");
        }
    }

    private void Tell(Notice notice)
    {
        byte[]? frame = null;
        foreach (long userKey in notice.UserKeys)
            foreach (Connection connection in directory.Of(userKey))
                if (connection.Id != notice.ExceptConnection)
                    connection.Outbox.Notify(frame ??= notice.Frame(), notice.SupersedeKey);
        if (notice.PushedExceptUser is { } author) Push?.Wake(notice.UserKeys, author);
    }

    private void Tell(PersonalNotice notice)
    {
        foreach (long userKey in notice.UserKeys)
            foreach (Connection connection in directory.Of(userKey))
                if (connection.Caller is { } caller) connection.Outbox.Notify(notice.FrameFor(caller), supersedeKey: 0);
    }

    /// <summary>Says what is still to be said, then ends the thread.</summary>
    public void Dispose()
    {
        queue.Complete();
        thread.Join();
    }

    [LoggerMessage(1, LogLevel.Error, "A {Announcement} could not be told")]
    private partial void AnnouncementFailed(Exception failure, string announcement);
}
