using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Contacts;

namespace Hansard.Client.Contacts;

/// <summary>Who of the people one knows is here too. The server is asked for hashes of numbers, never for numbers.</summary>
internal sealed class Discovery(Link link)
{
    private const int NumbersPerRequest = 1_000;

    /// <summary>Those of the numbers that are registered; what is no E.164 number is <c>invalid</c>.</summary>
    public async Task<Result<IReadOnlyList<FoundPerson>>> FindAsync(IReadOnlyCollection<string> numbers, CancellationToken cancellation)
    {
        var asked = new List<FoundPerson>();
        foreach (var number in numbers)
        {
            if (!PhoneNumbers.TryUserIdOf(number, out var userId))
                return Failure.Invalid($"{number} is no telephone number in the form +35794048714.");
            asked.Add(new FoundPerson(number, userId));
        }
        var found = new List<FoundPerson>();
        foreach (var some in asked.Chunk(NumbersPerRequest))
        {
            var answer = await link.SendAsync(new RequestGetRegisteredUsers([.. some.Select(person => person.UserId)]), cancellation);
            if (!answer.Succeeded) return answer.Failure;
            var registered = answer.Value.Users.ToHashSet();
            found.AddRange(some.Where(person => registered.Contains(person.UserId)));
        }
        return found;
    }

    public async Task<Result<Person>> PersonAsync(UserId user, CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new RequestGetUserInfo(user), cancellation);
        if (!answer.Succeeded) return answer.Failure;
        var view = answer.Value.User;
        var key = view.PublicKeyBase64 is { } pem && UserPublicKey.Parse(pem) is { Succeeded: true } parsed ? parsed.Value.Fingerprint : null;
        return new Person(view.UserId, key, DateTimeOffset.FromUnixTimeMilliseconds(view.LastLogin), view.Blocked);
    }
}
