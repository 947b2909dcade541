namespace Hansard.Server.Deliveries;

/// <summary>What a courier may hold and how long it tries.</summary>
/// <param name="WaitingMaximum">Loads that wait for a try, first or further.</param>
/// <param name="AtOnceMaximum">Tries at the same time, so that one slow answer holds up nobody else.</param>
/// <param name="TriesMaximum">Tries of one load.</param>
/// <param name="TryLimit">How long one try may take.</param>
/// <param name="LifeSpan">From the handing over to the last moment at which a try may begin.</param>
/// <param name="BackOff">Between tries of one load.</param>
/// <param name="FailuresToOpen">Failed tries in a row, of whatever loads, after which the circuit opens.</param>
/// <param name="Open">How long the circuit stays open, longer each time in a row.</param>
/// <param name="Farewell">How long a stopping server waits for what can still be delivered at once.</param>
internal sealed record CourierBounds(
    int WaitingMaximum, int AtOnceMaximum, int TriesMaximum, TimeSpan TryLimit, TimeSpan LifeSpan, BackOff BackOff, int FailuresToOpen, BackOff Open, TimeSpan Farewell);
