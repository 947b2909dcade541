using Hansard.Server.Deliveries;

namespace Hansard.Server.Push;

/// <summary>How fast devices are pushed, and how much may wait.</summary>
/// <param name="Gathering">How long news is gathered before it is looked up whom to push: one look serves all of it, and a device that is just reconnecting needs no push.</param>
/// <param name="Rest">How long a device is left alone after a push; what happens meanwhile becomes one more.</param>
/// <param name="UsersMaximum">Users whose devices are to be looked up at once.</param>
internal sealed record PushPace(TimeSpan Gathering, TimeSpan Rest, int UsersMaximum, CourierBounds Courier)
{
    /// <summary>
    /// FCM asks for at least ten seconds before a first further try and for none after an hour; it gives a device about one message that
    /// replaces another every three minutes, and twenty in advance.
    /// </summary>
    public static readonly PushPace Default = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30), UsersMaximum: 100_000, new CourierBounds(
        WaitingMaximum: 100_000, AtOnceMaximum: 64, TriesMaximum: 8, TryLimit: TimeSpan.FromSeconds(10), LifeSpan: TimeSpan.FromHours(1),
        BackOff: new(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(15)), FailuresToOpen: 20, Open: new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5)),
        Farewell: TimeSpan.FromSeconds(3)));
}
