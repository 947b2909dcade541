using System.Globalization;
using System.Text;
using Hansard.Record.Format;

namespace Hansard.Bench.Recording;

/// <summary>
/// What people of a large company might write in a year: texts of 300 bytes whose words are as unequally frequent as those of a language, by a
/// thousand people in ten thousand conversations. Each line is a function of its number.
/// </summary>
internal static class Spoken
{
    public const int People = 1_000;
    public const int Conversations = 10_000;

    private const int ConversationsOfPerson = 40;

    /// <summary>Different words.</summary>
    public const int Vocabulary = 50_000;

    private const int TextBytes = 300;

    /// <summary>2026-01-01T00:00Z in microseconds.</summary>
    public const long NewYear = 1_767_225_600_000_000;

    public const long YearMicroseconds = 365L * 24 * 3600 * 1_000_000;

    private static readonly string[] Words = [.. Enumerable.Range(0, Vocabulary).Select(Word)];

    private static readonly string[] GroupIds = [.. Enumerable.Range(0, Conversations).Select(n => LineIds.OfGroup("default", ConversationOf(n), isDialog: false))];

    public static string Person(int n) => string.Create(CultureInfo.InvariantCulture, $"person{n:D4}");

    /// <summary>The word of a rank: 0 is the most frequent.</summary>
    public static string WordOf(int rank) => Words[rank];

    /// <param name="of">How many lines the year has.</param>
    public static RecordLine Line(long seq, long of)
    {
        var random = new Random(unchecked((int)(seq * 2654435761)));
        // Some people write much more than others, everybody in the same few conversations.
        var person = (int)(People * random.NextDouble() * random.NextDouble());
        var (sender, conversation) = (Person(person), (person * 97 + random.Next(ConversationsOfPerson) * 241) % Conversations);
        var ts = NewYear + (long)((double)seq / of * YearMicroseconds);
        var digits = seq.ToString("x32", CultureInfo.InvariantCulture);
        return new RecordLine(
            digits, MessageType.Text, ts, LineTimes.HumanTime(ts, TimeZoneInfo.Utc), sender, null, GroupIds[conversation],
            [new("message", CanonicalJson.Of(Text(random)))],
            new HansardMember(
                new LinePosition(seq), "default", ConversationOf(conversation), sender, "d", LineStatus.Captured, digits, digits + digits,
                [LineMember.Object("fact", writer =>
                {
                    writer.Key("body");
                    writer.StartObject();
                    writer.Member("bodySha256", digits + digits);
                    writer.Member("hasFiles", false);
                    writer.Member("isEvent", false);
                    writer.Member("members", 2);
                    writer.Member("messageUuid", digits);
                    writer.Member("sessionKeyUuid", GroupIds[conversation][..32]);
                    writer.EndObject();
                    writer.Member("kind", "messageAdded");
                })]));
    }

    /// <summary>300 bytes of words; ranks are drawn so that the n-th word comes about 1/n as often as the first.</summary>
    public static string Text(Random random)
    {
        var text = new StringBuilder(TextBytes + 16);
        while (text.Length < TextBytes) text.Append(Words[(int)Math.Pow(Vocabulary, random.NextDouble()) - 1]).Append(' ');
        return text.ToString(0, TextBytes);
    }

    public static string ConversationOf(int n) => string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{n:D12}");

    /// <summary>Frequent words are short, as everywhere.</summary>
    private static string Word(int rank)
    {
        var random = new Random(rank);
        var syllables = 1 + (int)Math.Log10(rank + 10) / 2 + random.Next(2);
        var word = new StringBuilder();
        for (var n = 0; n < syllables; n++) word.Append("bcdfghklmnprstvw"[random.Next(16)]).Append("aeiou"[random.Next(5)]).Append(random.Next(3) == 0 ? "nrslt"[random.Next(5)] : "");
        return word.Append((char)(rank % 26 + 97)).ToString();
    }
}
