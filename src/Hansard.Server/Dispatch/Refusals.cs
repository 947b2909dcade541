using Hansard.Protocol;

namespace Hansard.Server.Dispatch;

/// <summary>Refusals that several rooms give, in one wording: what is not there and what is not yours to see sound alike.</summary>
internal static class Refusals
{
    public static readonly Failure NoNetwork = Failure.NotFound("There is no such network any more.");
    public static readonly Failure NoConversation = Failure.NotFound("There is no such conversation.");
    public static readonly Failure NoLongerMember = Failure.Forbidden("You are no longer a member of this conversation.");
    public static readonly Failure NoMember = Failure.NotFound("There is no such member of this conversation.");
    public static readonly Failure ConversationBlocked = Failure.Forbidden("This conversation is blocked.");
    public static readonly Failure NotInDialogs = Failure.Forbidden("A dialog has two people for good: nobody comes, goes or stands above the other.");
    public static readonly Failure NotAdmin = Failure.Forbidden("Only an admin of this group may do that.");
    public static readonly Failure NoUser = Failure.NotFound("There is no such user.");
    public static readonly Failure NoMessage = Failure.NotFound("There is no such message.");
    public static readonly Failure NoSessionKey = Failure.NotFound("There is no such session key.");
    public static readonly Failure NoRecorder = Failure.IncompleteKeys("This network is recorded and has no active recorder; nothing can be said until it has one.");
    public static readonly Failure SignedOut = Failure.Unauthenticated("This application was deleted.");
    public static readonly Failure NotYourself = Failure.Forbidden("userId must be your own.");
}
