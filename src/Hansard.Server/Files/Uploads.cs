namespace Hansard.Server.Files;

/// <summary>The uploads that are under way, by their name on the disk. What is dropped here costs its next transfer a reading of what has come.</summary>
internal sealed class Uploads
{
    /// <summary>Uploads that are remembered while no transfer uses them.</summary>
    private const int RememberedMaximum = 1_000;

    /// <summary>Transfers at the same time, up and down; each holds a buffer.</summary>
    public const int TransfersMaximum = 512;

    private readonly object gate = new();
    private readonly Dictionary<string, Upload> byName = [];
    private readonly Queue<string> idle = [];

    public Upload Take(string storedAs)
    {
        lock (gate)
        {
            if (!byName.TryGetValue(storedAs, out Upload? upload)) byName.Add(storedAs, upload = new Upload());
            upload.Users++;
            return upload;
        }
    }

    /// <param name="done">Nothing more will come.</param>
    public void Release(string storedAs, Upload upload, bool done)
    {
        lock (gate)
        {
            if (--upload.Users > 0) return;
            if (done) Drop(storedAs);
            else idle.Enqueue(storedAs);
            while (idle.Count > RememberedMaximum)
                if (idle.Dequeue() is var oldest && byName.GetValueOrDefault(oldest) is { Users: 0 }) Drop(oldest);
        }
    }

    private void Drop(string storedAs)
    {
        if (byName.Remove(storedAs, out Upload? upload)) upload.Dispose();
    }
}
