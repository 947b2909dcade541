using Hansard.Client.Conversations;
using Hansard.Client.Devices;
using Hansard.Client.Messages;
using Hansard.Client.Settings;
using Hansard.Protocol;

namespace Hansard.Client.Events;

/// <summary>Something that happened, as <see cref="MessengerClient.EventsAsync"/> tells it.</summary>
public abstract record ClientEvent;

/// <summary>The client is connected and has caught up, or it lost the connection and is trying again.</summary>
public sealed record ConnectionChanged(bool Online, string Description) : ClientEvent;

/// <summary>The server will not let this device in again: it was deleted, or its user was.</summary>
public sealed record SignedOut(Failure Failure) : ClientEvent;

/// <summary>A message or event message by somebody else, or by another device of this user.</summary>
public sealed record MessageArrived(Message Message) : ClientEvent;

/// <summary>The latest counters of a message.</summary>
/// <param name="Read">True when another device of this user read it.</param>
/// <param name="Objectionable">The network's moderators have marked it.</param>
public sealed record MessageUpdated(
    ConversationUuid Conversation, MessageUuid Message, int Members, int ReadMembers, int DeliveredMembers, bool Deleted, bool Read, bool Objectionable) : ClientEvent;

public sealed record MessageDeleted(ConversationUuid Conversation, MessageUuid Message, UserId By) : ClientEvent;

/// <summary>A file of a message is there, to be fetched with <see cref="MessengerClient.SaveFileAsync"/>; the uploader's devices are told too.</summary>
public sealed record FileArrived(ConversationUuid Conversation, MessageUuid Message) : ClientEvent;

/// <summary>A conversation is new to this user, or its members, title, key or counters changed.</summary>
public sealed record ConversationChanged(Conversation Conversation) : ClientEvent;

/// <summary>A conversation was deleted, or this user is no longer in it.</summary>
public sealed record ConversationRemoved(ConversationUuid Conversation) : ClientEvent;

/// <summary>A member, perhaps this user on another device, calls himself otherwise in a conversation.</summary>
public sealed record NickChanged(ConversationUuid Conversation, UserId User) : ClientEvent;

public sealed record Typed(ConversationUuid Conversation, UserId User) : ClientEvent;

/// <summary>A person's key is not the one this device knew. It may be a new phone; only he can say so.</summary>
public sealed record PublicKeyChanged(UserId User, string FormerFingerprint, string Fingerprint) : ClientEvent;

/// <summary>
/// Another device of this user gave him another key pair: this one cannot open what is said from now on until it takes the keys over
/// (<see cref="MessengerClient.TakeRenewedKeysAsync"/>). Whoever did not do that himself has been robbed of his number.
/// </summary>
public sealed record OwnKeysRenewed(string Fingerprint) : ClientEvent;

/// <summary>Another device of this user signed in.</summary>
public sealed record DeviceSignedIn(Device Device) : ClientEvent;

/// <summary>Another device of this user added, changed or removed a contact.</summary>
public sealed record ContactChanged(UserId Contact) : ClientEvent;

/// <summary>Who records this network changed since this device last looked.</summary>
public sealed record RecordersChanged(
    IReadOnlyList<Recorder> Recorders, IReadOnlyList<Recorder> Added, IReadOnlyList<UserId> Retired) : ClientEvent;

/// <summary>Something was refused or could not be read; the client goes on.</summary>
public sealed record Warned(Failure Failure) : ClientEvent;
