namespace Hansard.Protocol;

/// <summary>The answer to a request that has no other, and to every request that was refused.</summary>
/// <param name="RequestType">The request's type as received, empty where it could not be read.</param>
/// <param name="Status">One of <see cref="Protocol.Status"/>.</param>
/// <param name="Description">A sentence for people; null on <c>ok</c>.</param>
public sealed record ResponseStatusMessage(string RequestType, string Status, string? Description) : IResponse
{
    public static string Type => nameof(ResponseStatusMessage);

    public static ResponseStatusMessage Ok(string requestType) => new(requestType, Protocol.Status.Ok, null);

    public static ResponseStatusMessage Refused(string requestType, Failure failure) =>
        new(requestType, failure.Status, failure.Description);
}
