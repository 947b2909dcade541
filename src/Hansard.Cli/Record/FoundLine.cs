using Hansard.Archive.Search;
using Hansard.Record.Format;

namespace Hansard.Cli.Record;

/// <summary>A line that a search found, as people and programs are told of it.</summary>
/// <param name="Row">Where the search can go on; see <see cref="LinePlace.Row"/>.</param>
/// <param name="File">Number of its message file, from 0; <paramref name="Offset"/> in bytes.</param>
/// <param name="Ts">RFC 3339, UTC.</param>
/// <param name="SenderId">The userId.</param>
/// <param name="Title">Of the conversation at that time; null where it had none or it is not known.</param>
/// <param name="Previous">Of an edit: the text until then.</param>
/// <param name="Later">Lines that edit it, delete it, react to it or complete it.</param>
internal sealed record FoundLine(
    long Seq, int Part, int Revision, long Row, int File, long Offset, string Ts, int Msgtype, string What, string Sender, string? SenderId, string? Receiver,
    string? Conversation, string Vgroupid, string? Title, string Text, string? Previous, string Status,
    IReadOnlyList<FoundLine>? Later, IReadOnlyList<FoundLine>? Before, IReadOnlyList<FoundLine>? After)
{
    /// <summary>Of the lines about one message; a message with a thousand reactions is still read in one look.</summary>
    private const int MostLater = 50;

    /// <param name="context">Lines of the same conversation before and after.</param>
    public static FoundLine Of(RecordIndex index, LinePlace place, int context)
    {
        var found = Bare(index, place);
        var later = index.About(place).Take(MostLater).Select(about => Bare(index, about)).ToArray();
        found = found with { Later = later.Length > 0 ? later : null };
        if (context == 0 || found.Conversation is not { } conversation) return found;
        var same = new Selection { Conversations = [conversation] };
        return found with
        {
            Before = [.. index.Find(same, SearchOrder.NewestFirst, place.Row).Take(context).Reverse().Select(near => Bare(index, near))],
            After = [.. index.Find(same, SearchOrder.OldestFirst, place.Row).Take(context).Select(near => Bare(index, near))],
        };
    }

    private static FoundLine Bare(RecordIndex index, LinePlace place)
    {
        var line = index.Read(place);
        var conversation = line.Hansard?.Conversation;
        var title = conversation is null ? null : index.Titles(conversation, place.Seq) is [.., var current] ? current.Title : null;
        return new FoundLine(
            place.Seq, place.Part, place.Revision, place.Row, place.File, place.Offset, LineTimes.Rfc3339(line.TimestampMicroseconds), line.MessageType, LineWording.WhatOf(line),
            line.Sender, line.Hansard?.Sender, line.Receiver, conversation, line.GroupId, string.IsNullOrEmpty(title) ? null : title, LineWording.WordsOf(line),
            LineWording.PreviousOf(line), line.Hansard?.Status ?? LineStatus.Captured, null, null, null);
    }
}
