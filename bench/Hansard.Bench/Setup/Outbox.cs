using System.Diagnostics;
using System.Text.Json;

namespace Hansard.Bench.Setup;

/// <summary>Reads the text messages that the server would have sent, as they are appended to its outbox.</summary>
internal sealed class Outbox(string dataFolder)
{
    private const int PollMilliseconds = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly string path = Path.Combine(dataFolder, "outbox", "sms.jsonl");
    private readonly Dictionary<string, string> codes = [];
    private readonly Lock gate = new();
    private long read;

    /// <summary>The code last sent to the number, which is then forgotten; waits for it.</summary>
    public string Take(string number)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Limit; Thread.Sleep(PollMilliseconds))
            lock (gate)
            {
                ReadOn();
                if (codes.Remove(number, out var code)) return code;
            }
        throw new LoadFailure($"no code came for {number}");
    }

    private void ReadOn()
    {
        if (!File.Exists(path)) return;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = read;
        var news = new byte[file.Length - read];
        var whole = news.AsSpan(0, file.Read(news));
        whole = whole[..(whole.LastIndexOf((byte)'\n') + 1)];
        read += whole.Length;
        foreach (var range in whole.Split((byte)'\n'))
        {
            if (whole[range].IsEmpty) continue;
            var line = JsonSerializer.Deserialize<JsonElement>(whole[range]);
            codes[line.GetProperty("to").GetString()!] = line.GetProperty("code").GetString()!;
        }
    }
}
