using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Hansard.Recorder.Tests.Watching;

/// <summary>Reads a page as the rules of the text exposition format 0.0.4 have it, and fails on whatever breaks one of them.</summary>
internal static partial class ExpositionRules
{
    /// <returns>The values by name and labels, as they stand there.</returns>
    public static IReadOnlyDictionary<string, double> Read(string page)
    {
        Assert.EndsWith("\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', page);
        var values = new Dictionary<string, double>();
        var ended = new HashSet<string>();
        string? help = null, name = null, type = null;
        foreach (var line in page[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } helped)
            {
                Assert.True(ended.Add(helped.Groups["name"].Value), $"in two places: {line}");
                (help, name, type) = (helped.Groups["name"].Value, null, null);
                continue;
            }
            if (TypeLine().Match(line) is { Success: true } typed)
            {
                (name, type) = (typed.Groups["name"].Value, typed.Groups["type"].Value);
                Assert.Equal(help, name);
                Assert.Equal(type == "counter", name.EndsWith("_total", StringComparison.Ordinal));
                continue;
            }
            var sample = Sample().Match(line);
            Assert.True(sample.Success, $"no line of the format: {line}");
            Assert.Equal(name, sample.Groups["name"].Value);
            var text = sample.Groups["value"].Value;
            var value = text switch { "+Inf" => double.PositiveInfinity, "-Inf" => double.NegativeInfinity, _ => double.Parse(text, CultureInfo.InvariantCulture) };
            if (type == "counter") Assert.True(value >= 0, line);
            Assert.True(values.TryAdd(sample.Groups["name"].Value + sample.Groups["labels"].Value, value), $"twice: {line}");
        }
        return values;
    }

    [GeneratedRegex(@"^# HELP (?<name>[A-Za-z_:][A-Za-z0-9_:]*) (?:[^\\]|\\\\|\\n)*$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[A-Za-z_:][A-Za-z0-9_:]*) (?<type>counter|gauge)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex("""^(?<name>[A-Za-z_:][A-Za-z0-9_:]*)(?<labels>\{[A-Za-z_][A-Za-z0-9_]*="(?:[^"\\]|\\\\|\\n|\\")*"(?:,[A-Za-z_][A-Za-z0-9_]*="(?:[^"\\]|\\\\|\\n|\\")*")*\})? (?<value>[+-]Inf|NaN|-?[0-9]+(?:\.[0-9]+)?(?:E[+-][0-9]+)?)$""")]
    private static partial Regex Sample();
}
