using System.Globalization;
using Hansard.Recorder.Alarms;

namespace Hansard.Recorder;

/// <summary>What the recorder says to people, a line each; never what was written by those it records. Alarms are passed on besides.</summary>
internal sealed class RecorderVoice(TextWriter status, TimeProvider time)
{
    private readonly Lock turn = new();
    private readonly HashSet<AlarmKind> standing = [];
    private string? last;
    private long alarms;

    /// <summary>Takes alarms: a kind where it lasts, a state of <see cref="AlarmNotice"/>, a sentence. Called under a lock, so it must not wait.</summary>
    public Action<AlarmKind?, string, string>? Alarmed { get; set; }

    /// <summary>Alarms so far, those that lasted and events.</summary>
    public long Alarms => Interlocked.Read(ref alarms);

    public void Say(string sentence)
    {
        lock (turn) Write(sentence);
    }

    /// <summary>Once, until something else was said: for what is tried again and again.</summary>
    public void SayOnce(string sentence)
    {
        lock (turn)
        {
            if (last != sentence) Write(sentence);
        }
    }

    /// <summary>Something happened.</summary>
    public void Alarm(string sentence)
    {
        lock (turn)
        {
            Write("ALARM: " + sentence);
            PassOn(null, AlarmNotice.Told, sentence);
        }
    }

    /// <summary>Something lasts. It is said once, until it is over.</summary>
    public void Raise(AlarmKind kind, string sentence)
    {
        lock (turn)
        {
            if (!standing.Add(kind)) return;
            Write("ALARM: " + sentence);
            PassOn(kind, AlarmNotice.Raised, sentence);
        }
    }

    /// <summary>What was raised is over; nothing where it was not.</summary>
    public void Clear(AlarmKind kind, string sentence)
    {
        lock (turn)
        {
            if (!standing.Remove(kind)) return;
            Write(sentence);
            PassOn(kind, AlarmNotice.Cleared, sentence);
        }
    }

    public bool Stands(AlarmKind kind)
    {
        lock (turn) return standing.Contains(kind);
    }

    private void PassOn(AlarmKind? kind, string state, string sentence)
    {
        if (state != AlarmNotice.Cleared) Interlocked.Increment(ref alarms);
        Alarmed?.Invoke(kind, state, sentence);
    }

    private void Write(string sentence)
    {
        last = sentence;
        status.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'} {sentence}"));
        status.Flush();
    }
}
