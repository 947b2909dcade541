namespace Hansard.Protocol.Contacts;

public sealed record RequestGetContactList(UserId? UserId) : IRequest<ResponseContactList>
{
    public static string Type => nameof(RequestGetContactList);
}

public sealed record ResponseContactList(IReadOnlyList<ContactView> Users) : IResponse
{
    public static string Type => nameof(ResponseContactList);
}

/// <summary>Replaces the list, or with <paramref name="Merge"/> adds to it.</summary>
public sealed record RequestUpdateContactList(
    IReadOnlyList<ContactView> ContactList,
    bool Merge) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestUpdateContactList);
}

public sealed record UpdateContact(ContactView Contact, UserId? UserId) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(UpdateContact);
}

public sealed record UpdateContactNotification(UserId UserId, UserId ContactId) : INotification
{
    public static string Type => nameof(UpdateContactNotification);
}
