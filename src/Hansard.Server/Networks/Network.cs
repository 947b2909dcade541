using Hansard.Protocol;
using Hansard.Server.Journal;

namespace Hansard.Server.Networks;

/// <summary>Whether a network's messages are recorded: not at all; with keys confirmed afterwards; or only under a key that a recorder has confirmed.</summary>
internal enum Recording
{
    Off,
    On,
    Strict,
}

/// <summary>An active recorder as clients are shown it; <paramref name="Signature"/> is the authority's, which the server cannot make.</summary>
internal sealed record RecorderIdentity(long UserKey, UserId UserId, string Name, KeyPairUuid KeyPair, string PublicKey, string Signature);

/// <summary>What an operator decides for a network; replaced as a whole when it changes.</summary>
/// <param name="AuthorityPublicKey">PEM of the key that names recorders; null for a network that can have none.</param>
/// <param name="RequireSecret">Applications without a <c>secretBase64</c> are refused.</param>
internal sealed record NetworkSettings(
    Recording Recording,
    string? AuthorityPublicKey,
    UserId? SupportId,
    UserId? AdminId,
    bool RequireSecret,
    NetworkLimits Limits,
    IReadOnlyList<RecorderIdentity> Recorders)
{
    public Admission Admission { get; init; }

    /// <summary>Where the Android application is to be had: a URL, or the name of one of <see cref="Settings.Assets"/>; empty for none.</summary>
    public string AndroidUrl { get; init; } = "";

    public NetworkTheme Theme { get; init; } = new();

    /// <summary>The number of the fact that ended the network; 0 while it lives.</summary>
    public long DeletedSequence { get; init; }

    /// <summary>Only its recorders, who read to the end, do anything in it any more.</summary>
    public bool HasEnded => DeletedSequence > 0;

    /// <summary>They have; its rows are going.</summary>
    public bool IsBeingRemoved { get; init; }

    /// <summary>Recorded, and nobody there to record: nothing may be said.</summary>
    public bool LacksRecorder => Recording != Recording.Off && Recorders.Count == 0;
}

/// <summary>
/// One network of this server. What is not published belongs to the writer, whose batches must see their own changes at once: a conversation
/// made in the batch in which a recorder comes must have a key for it.
/// </summary>
internal sealed class Network(long id, string name, NetworkSettings settings, JournalHead head)
{
    private volatile NetworkSettings settings = settings;
    private volatile NetworkSettings publishedSettings = settings;
    private volatile JournalHead publishedHead = head;
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>What requests are decided by; changed through <see cref="Storage.Batch.Change"/> alone.</summary>
    public NetworkSettings Settings
    {
        get => settings;
        set => settings = value;
    }

    /// <summary>The settings of the last committed batch: what clients are told.</summary>
    public NetworkSettings PublishedSettings => publishedSettings;

    public void PublishSettings() => publishedSettings = settings;

    /// <summary>The head of the last committed batch.</summary>
    public JournalHead PublishedHead => publishedHead;

    /// <summary>The head as the writer is building it: of the open batch, ahead of what is committed.</summary>
    public JournalHead WritingHead { get; set; } = head;

    /// <summary>Completes when a batch after this call has committed facts.</summary>
    public Task News => Volatile.Read(ref news).Task;

    /// <summary>Shows a committed head and wakes those who wait for facts.</summary>
    public void Publish(JournalHead head)
    {
        bool facts = head.Sequence != publishedHead.Sequence;
        publishedHead = head;
        if (!facts) return;
        TaskCompletionSource waited = Interlocked.Exchange(ref news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        waited.TrySetResult();
    }
}
