using Hansard.Protocol.Content;

namespace Hansard.Cli.Demo;

/// <summary>
/// What is said in the demo: three people at work, two of them also in private. The same length gives the same script, and every content type comes in it.
/// </summary>
internal static class Script
{
    public const int People = 3;

    /// <summary>Every third line is something else than text, so this many lines hold each type at least once.</summary>
    public static readonly int ShortestLines = LinesPerTurn * Contents.Others.Count + LinesPerTurn;

    private const int LinesPerTurn = 3;

    public static IReadOnlyList<ScriptLine> Write(int lines)
    {
        List<ScriptLine> script = [];
        Dictionary<Room, int> lastText = [];
        for (var number = 0; number < lines; number++)
        {
            var room = number % 5 < 2 ? Room.Dialog : Room.Group;
            var speaker = room == Room.Dialog ? number / 2 % 2 : number % People;
            var isText = number % LinesPerTurn != LinesPerTurn - 1 || !lastText.ContainsKey(room);
            if (isText)
            {
                var text = $"{Contents.Sentences[number % Contents.Sentences.Count]} ({number})";
                script.Add(new(number, speaker, room, null, _ => new TextContent(text)));
                lastText[room] = number;
            }
            else
            {
                var target = lastText[room];
                var content = Contents.Others[number / LinesPerTurn % Contents.Others.Count];
                // Nobody edits what another has written.
                var isEdit = content(new MessageRef("any")) is EditContent;
                script.Add(new(number, isEdit ? script[target].Speaker : speaker, room, target, content));
            }
        }
        return script;
    }
}
