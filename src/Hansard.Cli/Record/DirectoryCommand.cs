using System.CommandLine;
using Hansard.Archive.Log;
using Hansard.Cli.Output;
using Hansard.Cli.Recorder;
using Hansard.Recorder;
using Hansard.Recorder.People;
using Spectre.Console;

namespace Hansard.Cli.Record;

/// <summary><c>hansard record directory import</c>: tells a recorder how people are called.</summary>
internal static class DirectoryCommand
{
    private static readonly Argument<FileInfo> File = new("FILE") { Description = "Lines of number,name,mail." };

    public static Command Create() => new("directory", "How a recorder calls people in its lines.")
    {
        new Command("import", """
            Add people to a recorder's directory, or change those in it. Numbers become userIds at once and are not kept. A running recorder uses the
            names from its next lines on; lines that are written stay as they are, with the userId beside each name.
            """) { File, RecorderCommand.UserName, RecorderCommand.Folder }.Does(Import),
    };

    private static async Task<int> Import(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var csv = await System.IO.File.ReadAllTextAsync(arguments.GetValue(File)!.FullName, cancel);
        var people = PeopleCsv.Read(new StringReader(csv));
        if (!people.Succeeded) return screen.Refuse(people.Failure, "Nothing was imported.");
        var bot = RecorderSettings.BotFolderOf(Path.GetFullPath(arguments.GetValue(RecorderCommand.Folder)!), arguments.GetValue(RecorderCommand.UserName)!);
        var total = PeopleDirectory.Import(new PosixDisk(), PeopleDirectory.FileIn(bot), people.Value);
        return screen.Show(new PeopleImported(people.Value.Count, total), CliJson.Lines.PeopleImported, shown =>
            shown.WriteLine($"{people.Value.Count} people imported; the directory has {total}."));
    }
}

/// <param name="Total">People in the directory now.</param>
internal sealed record PeopleImported(int Imported, int Total);
