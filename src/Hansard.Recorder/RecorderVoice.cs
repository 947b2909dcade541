using System.Globalization;

namespace Hansard.Recorder;

/// <summary>What the recorder says to people, a line each; never what was written by those it records.</summary>
internal sealed class RecorderVoice(TextWriter status, TimeProvider time)
{
    private readonly Lock turn = new();
    private string? last;

    public void Say(string sentence) => Write(sentence);

    /// <summary>Once, until something else was said: for what is tried again and again.</summary>
    public void SayOnce(string sentence)
    {
        if (last != sentence) Write(sentence);
    }

    public void Alarm(string sentence) => Write("ALARM: " + sentence);

    public void AlarmOnce(string sentence) => SayOnce("ALARM: " + sentence);

    private void Write(string sentence)
    {
        lock (turn)
        {
            last = sentence;
            status.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'} {sentence}"));
            status.Flush();
        }
    }
}
