using Hansard.Client.Files;
using Hansard.Protocol.Content;

namespace Hansard.Cli.Terminal.Window;

/// <summary>What kind of message a file makes, by its extension: it only says how the others' clients may show it.</summary>
internal static class FileKinds
{
    private const string Unknown = "application/octet-stream";

    private static readonly Dictionary<string, string> MimeTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg", [".png"] = "image/png", [".gif"] = "image/gif", [".webp"] = "image/webp",
        [".mp3"] = "audio/mpeg", [".m4a"] = "audio/mp4", [".ogg"] = "audio/ogg", [".wav"] = "audio/wav",
        [".mp4"] = "video/mp4", [".webm"] = "video/webm", [".mov"] = "video/quicktime",
        [".pdf"] = "application/pdf", [".txt"] = "text/plain", [".csv"] = "text/csv", [".zip"] = "application/zip",
    };

    public static FileToSend Of(string path)
    {
        var type = MimeTypes.GetValueOrDefault(Path.GetExtension(path), Unknown);
        return new FileToSend(path, Content(type), type);
    }

    private static MediaContent Content(string mimeType) => mimeType.Split('/')[0] switch
    {
        "image" => new ImageContent(),
        "audio" => new AudioContent(),
        "video" => new VideoContent(),
        _ => new DocumentContent(),
    };
}
