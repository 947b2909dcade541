using Hansard.System.Tests.Postgres;

return args is [ClusterOwner.Verb]
    ? await ClusterOwner.RunAsync()
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
