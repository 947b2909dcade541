using Hansard.Archive.Tests.Copy;
using Hansard.Archive.Tests.Export;
using Hansard.Archive.Tests.Log;
using Hansard.Archive.Tests.Retention.Removing;
using Hansard.Archive.Tests.Search;

return args switch
{
    [VictimWriter.Verb, var folder] => VictimWriter.Run(folder),
    [VictimIndexer.Verb, var folder] => VictimIndexer.Run(folder),
    [VictimExporter.Verb, var folder, var format, var to] => VictimExporter.Run(folder, format, to),
    [VictimRemover.Verb, var folder] => VictimRemover.Run(folder),
    [CopierProcess.Verb, var folder, var state, var store, var last] => await CopierProcess.CopyAsync(folder, state, store, last),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
