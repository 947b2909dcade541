using Hansard.Protocol;

namespace Hansard.Bench;

/// <summary>
/// The server broke a promise, or could not be driven: the run is void and says why. Only the command and the self check catch it.
/// </summary>
internal sealed class LoadFailure(string message) : Exception(message)
{
    /// <summary>What an SDK gave; a refusal ends the run.</summary>
    public static T Must<T>(Result<T> result) => result.Succeeded ? result.Value : throw new LoadFailure(result.Failure.Description);
}
