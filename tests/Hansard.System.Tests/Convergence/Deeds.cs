namespace Hansard.System.Tests.Convergence;

internal enum Deed
{
    Say,
    SayAgain,
    Deliver,
    Read,
    ReadAll,
    Delete,
    Rename,
    Rekey,
    Add,
    Promote,
    Kick,
    Leave,
    Disconnect,
    ListenAndBreak,
    CatchUp,
    CatchUpAhead,
    Listen,
    Bring,
    Draw,
}

/// <summary>What one device does next. Numbers are taken modulo what there is, so that every script can be played and a shorter one is one too.</summary>
/// <param name="On">Messages said so far.</param>
internal sealed record Step(Deed Deed, int Device, int Whom, int[] On)
{
    public override string ToString() => $"{Deed} device {Device}, whom {Whom}, on [{string.Join(' ', On)}]";
}
