using System.Runtime.InteropServices;

namespace Hansard.Archive.Export;

/// <summary>
/// The selected lines by conversation, for a selection of any size: each file of lines has its places in a file of their own, sorted, and those are merged.
/// Memory grows with the number of these files alone.
/// </summary>
internal static class SortedPlaces
{
    /// <summary>Read of each file at once.</summary>
    private const int BlockPlaces = 1024;

    public static WrittenFile Write(string folder, string name, List<SortedPlace> places)
    {
        places.Sort();
        using var file = HashedFile.Create(folder, name);
        file.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(places)));
        return file.Finish();
    }

    /// <summary>All places of these files, in their order.</summary>
    public static IEnumerable<SortedPlace> Merge(IEnumerable<string> paths)
    {
        var runs = paths.Select(path => Read(path).GetEnumerator()).ToArray();
        try
        {
            var queue = new PriorityQueue<IEnumerator<SortedPlace>, SortedPlace>();
            foreach (var run in runs)
                if (run.MoveNext()) queue.Enqueue(run, run.Current);
            while (queue.TryPeek(out var run, out var place))
            {
                yield return place;
                if (run.MoveNext()) queue.DequeueEnqueue(run, run.Current);
                else queue.Dequeue();
            }
        }
        finally
        {
            foreach (var run in runs) run.Dispose();
        }
    }

    private static IEnumerable<SortedPlace> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var block = new SortedPlace[BlockPlaces];
        while (true)
        {
            var read = file.ReadAtLeast(MemoryMarshal.AsBytes(block.AsSpan()), BlockPlaces * SortedPlace.Bytes, throwOnEndOfStream: false) / SortedPlace.Bytes;
            for (var place = 0; place < read; place++) yield return block[place];
            if (read < BlockPlaces) yield break;
        }
    }
}
