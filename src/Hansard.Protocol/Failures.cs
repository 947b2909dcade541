using System.Diagnostics.CodeAnalysis;

namespace Hansard.Protocol;

/// <summary>The statuses of <c>ResponseStatusMessage</c>: a public contract, frozen by test.</summary>
public static class Status
{
    public const string Ok = "ok";
    public const string Invalid = "invalid";
    public const string Unauthenticated = "unauthenticated";
    public const string Forbidden = "forbidden";
    public const string NotFound = "notFound";
    public const string Conflict = "conflict";
    public const string TooManyRequests = "tooManyRequests";
    public const string IncompleteKeys = "incompleteKeys";
    public const string Unsupported = "unsupported";
    public const string Internal = "internal";
}

/// <summary>An expected refusal. <paramref name="Description"/> is a sentence for people: no type names, no traces, no secrets.</summary>
public sealed record Failure(string Status, string Description)
{
    public static Failure Invalid(string description) => new(Protocol.Status.Invalid, description);
    public static Failure Unauthenticated(string description) => new(Protocol.Status.Unauthenticated, description);
    public static Failure Forbidden(string description) => new(Protocol.Status.Forbidden, description);
    public static Failure NotFound(string description) => new(Protocol.Status.NotFound, description);
    public static Failure Conflict(string description) => new(Protocol.Status.Conflict, description);
    public static Failure TooManyRequests(string description) => new(Protocol.Status.TooManyRequests, description);
    public static Failure IncompleteKeys(string description) => new(Protocol.Status.IncompleteKeys, description);
    public static Failure Unsupported(string description) => new(Protocol.Status.Unsupported, description);
    public static Failure Internal(string description) => new(Protocol.Status.Internal, description);
}

/// <summary>Either a value or the <see cref="Protocol.Failure"/> that says why there is none.</summary>
public readonly struct Result<T>
{
    private readonly T? value;

    private Result(T? value, Failure? failure) => (this.value, Failure) = (value, failure);

    public Failure? Failure { get; }

    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    /// <summary>The value; asking a failed result for it is a bug in the caller.</summary>
    public T Value => Failure is null ? value! : throw new InvalidOperationException($"no value: {Failure.Status}, {Failure.Description}");

    public static implicit operator Result<T>(T value) => new(value, null);
    public static implicit operator Result<T>(Failure failure) => new(default, failure);
}
