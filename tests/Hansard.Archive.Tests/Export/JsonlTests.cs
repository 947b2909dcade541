using System.Text;
using System.Text.Json;
using Hansard.Archive.Export;
using Hansard.Archive.Log;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Prove;
using Xunit;

namespace Hansard.Archive.Tests.Export;

public sealed class JsonlTests
{
    [Fact]
    public void The_lines_are_the_records_with_their_attachments_and_a_proof()
    {
        using TalkRecord record = new(Scenes.Everything);

        var result = record.Export(ExportFormat.Jsonl);

        var files = TalkRecord.Files(record.Out());
        Assert.Equal(record.Talk.Lines.SelectMany(line => line.ToUtf8().Append((byte)'\n')), files["lines/000001.jsonl"]);
        Assert.Equal(Scenes.Picture, files["attachments/000000011-0-0_plan.png"]);
        Assert.Equal((20, 2, 1, 2, 1), (result.Lines, result.Conversations, result.Attachments, result.MissingAttachments, result.Undecryptable));
        var check = ExportCheck.Run(record.Out(), TestKey.Signer.Key);
        Assert.Equal((null, 20, 20, 4), (check.Fault, check.Lines, check.Size, check.Files));
        Assert.DoesNotContain(files.Keys, name => name.StartsWith("unfinished", StringComparison.Ordinal) || name.Contains("state", StringComparison.Ordinal));
    }

    [Fact]
    public void The_manifest_says_what_was_exported_of_which_record()
    {
        using TalkRecord record = new(Scenes.Everything);

        record.Export(ExportFormat.Jsonl, selection: """{"words":"budget"}""", selected: line => Encoding.UTF8.GetString(line.Utf8.Span).Contains("budget", StringComparison.Ordinal));

        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(record.Out(), "export-manifest.json")));
        var root = manifest.RootElement;
        Assert.Equal("budget", root.GetProperty("selection").GetProperty("words").GetString());
        Assert.Equal("hansard/default/bot", root.GetProperty("record").GetProperty("origin").GetString());
        Assert.Equal(20, root.GetProperty("record").GetProperty("size").GetInt64());
        Assert.Equal(root.GetProperty("lines").GetInt64(), ExportCheck.Run(record.Out(), TestKey.Signer.Key).Lines);
    }

    [Fact]
    public void Any_selection_of_a_log_of_any_size_is_proved()
    {
        var random = new Random(5);
        foreach (var size in new[] { 1, 2, 3, 7, 255, 256, 257, 700 })
        {
            using TalkRecord record = new(talk =>
            {
                for (var line = 0; line < size; line++) talk.Say("c", "Anna", $"line {line}");
            }, new Rotation(MaximumBytes: 100_000));
            foreach (var share in new[] { 0.0, 0.01, 0.3, 0.9, 1.0 })
            {
                var chosen = Enumerable.Range(0, size).Select(_ => random.NextDouble() < share).ToArray();
                var to = record.Out($"{size}-{share}");
                record.Export(ExportFormat.Jsonl, to, line => chosen[line.Leaf]);
                var check = ExportCheck.Run(to, TestKey.Signer.Key);
                Assert.Equal((null, chosen.LongCount(one => one)), (check.Fault, check.Lines));
            }
        }
    }

    [Fact]
    public void No_bit_of_an_export_can_be_changed_unseen()
    {
        using TalkRecord record = new(Scenes.Everything);
        record.Export(ExportFormat.Jsonl, selected: line => line.Leaf % 3 != 1);
        foreach (var (name, bytes) in TalkRecord.Files(record.Out()))
        {
            var path = Path.Combine(record.Out(), name);
            // What the manifest says beside the hash of its list and the number of lines, nobody vouches for.
            if (name == "export-manifest.json") continue;
            for (var bit = 0; bit < 8 * bytes.Length; bit += name.StartsWith("proofs", StringComparison.Ordinal) ? 7 : 997)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                File.WriteAllBytes(path, bytes);
                Assert.False(ExportCheck.Run(record.Out(), TestKey.Signer.Key).IsSound, $"{name} bit {bit}");
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
            File.WriteAllBytes(path, bytes);
        }
        Assert.True(ExportCheck.Run(record.Out(), TestKey.Signer.Key).IsSound);
    }

    [Fact]
    public void Whoever_makes_the_list_and_the_manifest_anew_still_cannot_change_a_line()
    {
        using TalkRecord record = new(Scenes.Everything);
        record.Export(ExportFormat.Jsonl, selected: line => line.Leaf % 2 == 0);
        var lines = Path.Combine(record.Out(), "lines", "000001.jsonl");
        File.WriteAllText(lines, File.ReadAllText(lines).Replace("A word he regrets", "A word he repeats", StringComparison.Ordinal));
        Forge(record.Out());

        Assert.Equal("the lines are not those of the log that the checkpoint was signed for", ExportCheck.Run(record.Out(), TestKey.Signer.Key).Fault);
    }

    /// <summary>Makes list and manifest agree with whatever files there are.</summary>
    private static void Forge(string export)
    {
        var list = Path.Combine(export, "export-files.jsonl");
        var forged = File.ReadLines(list).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()!)
            .Select(name => JsonSerializer.Serialize(new { name, sha256 = HashOf(Path.Combine(export, name)) })).ToArray();
        File.WriteAllLines(list, forged);
        var manifest = Path.Combine(export, "export-manifest.json");
        File.WriteAllText(manifest, JsonSerializer.Serialize(new { lines = 10, filesSha256 = HashOf(list) }));
    }

    private static string HashOf(string path) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));
}
