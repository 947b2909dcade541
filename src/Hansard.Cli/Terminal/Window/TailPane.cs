using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hansard.Cli.Terminal.Window;

/// <summary>Shows the end of a list that may be longer than the window, its last line at the bottom, as people expect of a conversation.</summary>
internal sealed class TailPane(IReadOnlyList<IRenderable> items) : Renderable
{
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var height = options.Height ?? items.Count;
        List<SegmentLine> lines = [];
        for (var item = items.Count - 1; item >= 0 && lines.Count < height; item--)
            lines.InsertRange(0, Segment.SplitLines(items[item].Render(options with { Height = null }, maxWidth), maxWidth));
        if (lines.Count > height) lines.RemoveRange(0, lines.Count - height);

        for (var blank = lines.Count; blank < height; blank++) yield return Segment.LineBreak;
        foreach (var line in lines)
        {
            foreach (var segment in line) yield return segment;
            yield return Segment.LineBreak;
        }
    }
}
