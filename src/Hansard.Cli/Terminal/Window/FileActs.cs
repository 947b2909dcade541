using Hansard.Client;
using Hansard.Client.Files;
using Hansard.Client.Messages;
using Hansard.Protocol.Content;

namespace Hansard.Cli.Terminal.Window;

/// <summary>Files of the open conversation, sent and kept. They are carried beside everything else, one after the other.</summary>
internal static class FileActs
{
    /// <summary>Copies of one name in one folder, before the reader is asked for another.</summary>
    private const int CopiesMaximum = 1_000;

    public static void Send(ChatSession session, CommandWords words)
    {
        if (words.Text.Length == 0) session.Notice = "/file PATH";
        else if (session.OpenConversation is { } conversation)
        {
            var path = Expanded(words.Text);
            session.Carry(async client =>
            {
                var draft = await client.PrepareFileAsync(conversation.Uuid, FileKinds.Of(path), cancellation: session.Cancel);
                if (!draft.Succeeded) return new Done($"Not sent: {draft.Failure.Description}");
                var sent = await client.SendFileAsync(draft.Value, session.Progress($"Sending {Path.GetFileName(path)}"), session.Cancel);
                return sent.Succeeded ? new Sent(sent.Value) : new Done($"Not sent: {sent.Failure.Description}");
            });
        }
    }

    /// <summary>Sends on what was under way when the window was left.</summary>
    public static void Resume(ChatSession session, CommandWords words) => session.Carry(async client =>
    {
        var unsent = client.UnsentFiles;
        var failures = 0;
        foreach (var draft in unsent)
            if (!(await client.SendFileAsync(draft, session.Progress("Sending what was left"), session.Cancel)).Succeeded) failures++;
        return new Done(unsent.Count == 0 ? "There is nothing unsent." : failures == 0 ? "All is sent." : $"Sent, but for {failures} of {unsent.Count}; what can still be sent waits for /resume.");
    });

    public static void Save(ChatSession session, CommandWords words)
    {
        var message = words.Target is { } number ? session.Messages.Numbered(number) : session.Messages.LatestFile();
        if (message?.Content is not MediaContent { File: { } file } media)
        {
            session.Notice = words.Target is { } wanted ? $"#{wanted} has no file." : "There is no file here.";
            return;
        }
        session.Carry(client => Save(session, client, message, file, Place(media, words.Text)));
    }

    private static async Task<WindowEvent> Save(ChatSession session, MessengerClient client, Message message, ContentFile file, string? path)
    {
        if (path is null) return new Done("There are too many files of this name; say another: /save [#N] PATH");
        var saved = await client.SaveFileAsync(message, file, path, session.Progress($"Fetching {Path.GetFileName(path)}"), session.Cancel);
        return new Done(saved.Succeeded ? $"Saved as {saved.Value}" : $"Not saved: {saved.Failure.Description}");
    }

    /// <summary>A name that the reader gave, or a safe one in the folder that he gave or where he is; null where all of these are taken.</summary>
    private static string? Place(MediaContent media, string wanted)
    {
        var given = wanted.Length == 0 ? Environment.CurrentDirectory : Path.GetFullPath(Expanded(wanted));
        if (!Directory.Exists(given)) return given;
        var name = FileNames.Safe(media.FileName.Value);
        var (bare, extension) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        return Enumerable.Range(1, CopiesMaximum).Select(copy => Path.Combine(given, copy == 1 ? name : $"{bare} ({copy}){extension}"))
            .FirstOrDefault(path => !Path.Exists(path));
    }

    private static string Expanded(string path) => path.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
        : path;
}
