using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Hansard.Archive.Export;

/// <summary>Makes the next items of a sequence on another thread while the last one is used.</summary>
internal static class Ahead
{
    /// <summary>Chunks in memory beside the one that is written.</summary>
    private const int Items = 2;

    public static IEnumerable<T> Of<T>(IEnumerable<T> items)
    {
        using BlockingCollection<T> queue = new(Items);
        using CancellationTokenSource abandoned = new();
        ExceptionDispatchInfo? failure = null;
        var making = Task.Run(() =>
        {
            try
            {
                foreach (var item in items) queue.Add(item, abandoned.Token);
            }
            catch (OperationCanceledException) when (abandoned.IsCancellationRequested)
            {
                // Nobody takes them any more.
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
            finally
            {
                queue.CompleteAdding();
            }
        });
        try
        {
            foreach (var item in queue.GetConsumingEnumerable()) yield return item;
            failure?.Throw();
        }
        finally
        {
            abandoned.Cancel();
            making.Wait();
        }
    }
}
