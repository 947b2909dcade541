using Hansard.Protocol;

namespace Hansard.Server.Admin;

/// <summary>Lets these users register where admission is listed.</summary>
/// <param name="Users">Ids: a number is hashed before it is sent. At most 500.</param>
public sealed record AdmitUsers(string Network, IReadOnlyList<UserId> Users) : IAdminCall<AdmissionChanged>;

/// <summary>Lets them register no more devices. Where admission is listed, those that they have end at once.</summary>
/// <param name="Users">At most 500.</param>
public sealed record DismissUsers(string Network, IReadOnlyList<UserId> Users) : IAdminCall<AdmissionChanged>;

/// <param name="Changed">How many were not listed before, or were.</param>
/// <param name="Listed">How many are now.</param>
/// <param name="EndedDevices">Devices that were ended with it.</param>
public sealed record AdmissionChanged(string Network, long Changed, long Listed, long EndedDevices = 0);

/// <param name="After">Only ids after this one; empty for all.</param>
public sealed record ListAdmitted(string Network, string After = "") : IAdminCall<AdmittedUsers>;

/// <param name="More">There are more after the last one.</param>
public sealed record AdmittedUsers(IReadOnlyList<UserId> Users, bool More);
