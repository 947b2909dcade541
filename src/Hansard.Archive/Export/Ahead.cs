using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Hansard.Archive.Export;

/// <summary>Makes the next things of a sequence on other threads while the last one is used. They come in its order, and a bounded number is in memory.</summary>
internal static class Ahead
{
    /// <summary>That wait to be used, besides the one that is used. More processors than these are not kept busy by one who uses what they make.</summary>
    private static readonly int Items = Math.Clamp(Environment.ProcessorCount, 2, 4);

    /// <param name="items">Asked for on one thread.</param>
    /// <param name="make">Called for several items at once. None of them is at work any more when the enumeration has ended, however it ends.</param>
    public static IEnumerable<TMade> Of<T, TMade>(IEnumerable<T> items, Func<T, TMade> make)
    {
        using BlockingCollection<Task<TMade>> queue = new(Items);
        using CancellationTokenSource abandoned = new();
        ExceptionDispatchInfo? failure = null;
        var asking = Task.Factory.StartNew(() =>
        {
            try
            {
                foreach (var item in items)
                {
                    Task<TMade> making = new(() => make(item));
                    queue.Add(making, abandoned.Token);
                    making.Start(TaskScheduler.Default);
                }
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
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (var made in queue.GetConsumingEnumerable()) yield return made.GetAwaiter().GetResult();
            failure?.Throw();
        }
        finally
        {
            abandoned.Cancel();
            asking.Wait();
            // Whatever becomes of those that nobody takes: they must be at an end.
            foreach (var made in queue) made.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        }
    }
}
