namespace Hansard.Server.Networks;

/// <summary>How a network's clients look and sound. Colours are <c>#rrggbb</c>; logo and sound are names of <see cref="Settings.Assets"/>.</summary>
internal sealed record NetworkTheme
{
    public string ButtonBackground { get; init; } = "#2e7d32";
    public string ButtonText { get; init; } = "#ffffff";
    public string YourMessageBubbleBackground { get; init; } = "#c9c9f2";
    public string YourMessageBubbleText { get; init; } = "#000000";
    public string TheirMessageBubbleBackground { get; init; } = "#ffffff";
    public string TheirMessageBubbleText { get; init; } = "#000000";
    public string Logo { get; init; } = "";
    public string Sound { get; init; } = "";
}
