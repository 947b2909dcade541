using Hansard.Archive.Tests.Log;

return args is [VictimWriter.Verb, var folder]
    ? VictimWriter.Run(folder)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
