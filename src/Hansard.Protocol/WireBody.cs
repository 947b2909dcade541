namespace Hansard.Protocol;

/// <summary>A body that travels in a frame; <see cref="Type"/> is its name on the wire.</summary>
public interface IWireBody
{
    static abstract string Type { get; }
}

/// <summary>Asked by a client; answered by one <typeparamref name="TResponse"/> or by <c>ResponseStatusMessage</c>.</summary>
public interface IRequest<TResponse> : IWireBody where TResponse : IResponse;

/// <summary>A request about one conversation that comes in numbers: what it needs is looked up for many of them at once.</summary>
public interface IAboutConversation
{
    ConversationUuid ConversationUuid { get; }
}

/// <summary>Sent by the server in answer to one request.</summary>
public interface IResponse : IWireBody;

/// <summary>Sent by the server unasked.</summary>
public interface INotification : IWireBody;
