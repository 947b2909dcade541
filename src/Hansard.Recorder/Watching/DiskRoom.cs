using Hansard.Record.Format;

namespace Hansard.Recorder.Watching;

/// <summary>How much may still be written where a record is.</summary>
internal static class DiskRoom
{
    /// <summary>Bytes that this account may still write into the folder's file system; null where that cannot be told, such as of a folder that is gone.</summary>
    public static long? Of(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The least of the folders that grow: what is full first halts the recorder.</summary>
    public static long? Of(RecordLayout record, Func<string, long?> of) =>
        new[] { record.Folder, record.MessagesFolder, record.AttachmentsFolder }.Distinct().Min(of);
}
