using Hansard.Recorder.Tests;

return args is [VictimRecorder.Verb, var server, var folder]
    ? await VictimRecorder.Run(new Uri(server), folder)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
