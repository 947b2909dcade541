using Hansard.Archive.Tests.Log;
using Hansard.Archive.Tests.Search;

return args switch
{
    [VictimWriter.Verb, var folder] => VictimWriter.Run(folder),
    [VictimIndexer.Verb, var folder] => VictimIndexer.Run(folder),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
