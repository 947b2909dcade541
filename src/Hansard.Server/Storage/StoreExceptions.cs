namespace Hansard.Server.Storage;

/// <summary>The database did not answer for as long as a query may wait.</summary>
internal sealed class UnavailableException(Exception failure) : Exception("The database does not answer.", failure);

/// <summary>Another server has written to this database meanwhile: what this one knows is not true any more, and it must not go on.</summary>
internal sealed class TakenOverException() : Exception("Another server has written to this database. This one must not go on; start it again once only one is meant to run.");
