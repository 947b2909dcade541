using Hansard.Client.Events;
using Hansard.Client.Messages;
using Hansard.Protocol;

namespace Hansard.Cli.Terminal.Window;

/// <summary>Something that the window reacts to. All come through one queue, so its state needs no lock.</summary>
internal abstract record WindowEvent;

internal sealed record KeyPressed(ConsoleKeyInfo Key) : WindowEvent;

internal sealed record Resized : WindowEvent;

internal sealed record Told(ClientEvent Event) : WindowEvent;

/// <summary>An act has ended; <paramref name="Notice"/> is what to tell the reader, null for nothing.</summary>
internal sealed record Done(string? Notice) : WindowEvent;

internal sealed record Sent(Message Message) : WindowEvent;

internal sealed record Loaded(ConversationUuid Conversation, IReadOnlyList<Message> Messages) : WindowEvent;

/// <summary>Somebody whose number was dialled is in.</summary>
internal sealed record Learned(string Number) : WindowEvent;

/// <summary>Nobody has heard of his typing for a while; <paramref name="Since"/> tells the latest from those before.</summary>
internal sealed record TypingEnded(ConversationUuid Conversation, UserId User, long Since) : WindowEvent;
