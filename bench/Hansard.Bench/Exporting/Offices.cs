using System.Globalization;
using Hansard.Bench.Recording;
using Hansard.Record.Format;

namespace Hansard.Bench.Exporting;

/// <summary>
/// People who talk at work: half of the conversations are between two, half are rooms of three to thirty with a title. Each begins with a line that says who is in it;
/// then, of a hundred lines, 95 say something of 300 bytes, two change what was said before and three react to it. Everybody talks all day, so each conversation has its
/// lines every day, among those of all others. There are no files: what these cost goes by their bytes. Each line is a function of its number.
/// </summary>
/// <param name="Name">Of the shape, which also names its folder.</param>
/// <param name="Conversations">Not divisible by <see cref="Step"/>.</param>
/// <param name="LinesPerDay">Of each conversation.</param>
internal sealed record Offices(string Name, int Conversations, int LinesPerDay)
{
    private const string Network = "default";

    private const long DayMicroseconds = 86_400L * 1_000_000;

    /// <summary>In which order conversations take turns; a prime.</summary>
    private const int Step = 7_919;

    /// <summary>Where a whole office talks: a mail of a day has 200 lines.</summary>
    public static readonly Offices Dense = new("dense", 500, 200);

    /// <summary>Where many conversations have a few lines a day: what costs is files.</summary>
    public static readonly Offices Sparse = new("sparse", 10_000, 4);

    private readonly string[] groups = [.. Enumerable.Range(0, Conversations).Select(n => LineIds.OfGroup(Network, Spoken.ConversationOf(n), isDialog: n % 2 == 0))];

    public RecordLine Line(long seq)
    {
        var turn = seq - 1;
        var random = new Random(unchecked((int)(seq * 2654435761)));
        var conversation = (int)(turn % Conversations * Step % Conversations);
        var members = Members(conversation);
        var sender = members[random.Next(members.Length)];
        var kind = turn < Conversations ? LineKind.Beginning : random.Next(100) switch { < 2 => LineKind.Edit, < 5 => LineKind.Reaction, _ => LineKind.Text };
        var timestamp = Spoken.NewYear + (long)((double)turn / ((long)Conversations * LinesPerDay) * DayMicroseconds);
        // What was said one turn before; edits of edits are as good as any.
        var target = IdOf(seq - Conversations);
        var digits = IdOf(seq);
        return new RecordLine(
            digits, TypeOf(kind), timestamp, LineTimes.HumanTime(timestamp, TimeZoneInfo.Utc), sender, kind == LineKind.Text && conversation % 2 == 0 ? members.First(member => member != sender) : null,
            groups[conversation], [Said(kind, random, target, conversation, members)],
            new HansardMember(
                new LinePosition(seq), Network, Spoken.ConversationOf(conversation), sender, "d", LineStatus.Captured, digits, digits + digits,
                kind == LineKind.Edit ? [Fact(kind, members), LineMember.Text("previous", Spoken.Text(random))] : [Fact(kind, members)]));
    }

    private enum LineKind
    {
        Beginning,
        Text,
        Edit,
        Reaction,
    }

    private static int TypeOf(LineKind kind) => kind switch
    {
        LineKind.Beginning => MessageType.RoomCreated,
        LineKind.Edit => MessageType.Edit,
        LineKind.Reaction => MessageType.Reaction,
        _ => MessageType.Text,
    };

    private static LineMember Said(LineKind kind, Random random, string target, int conversation, string[] members) => kind switch
    {
        LineKind.Beginning => RoomControl.Created(new RoomParameters(conversation % 2 == 0 ? "" : $"{Spoken.WordOf(conversation)} {Spoken.WordOf(conversation * 3)}", "", [members[0]], members, 0, 0)),
        LineKind.Edit => LineMember.Object("edit", writer =>
        {
            writer.Member("originalmessageid", target);
            writer.Member("text", Spoken.Text(random));
            writer.Member("type", "text");
        }),
        LineKind.Reaction => LineMember.Object("edit", writer =>
        {
            writer.Member("originalmessageid", target);
            writer.Member("reactAdded", true);
            writer.Member("reaction", "👍");
            writer.Member("type", "reaction");
        }),
        _ => LineMember.Text("message", Spoken.Text(random)),
    };

    private static LineMember Fact(LineKind kind, string[] members) => LineMember.Object("fact", writer =>
    {
        writer.Key("body");
        writer.StartObject();
        if (kind == LineKind.Beginning)
        {
            writer.Member("admins", members.Take(1));
            writer.Member("members", members.Skip(1));
        }
        else
        {
            writer.Member("hasFiles", false);
            writer.Member("isEvent", false);
            writer.Member("members", members.Length);
        }
        writer.EndObject();
        writer.Member("kind", kind == LineKind.Beginning ? "conversationCreated" : "messageAdded");
    });

    private static string[] Members(int conversation)
    {
        var count = conversation % 2 == 0 ? 2 : 3 + conversation / 2 % 28;
        return [.. Enumerable.Range(0, count).Select(n => Spoken.Person((conversation * 13 + n * 37) % Spoken.People))];
    }

    private static string IdOf(long seq) => seq.ToString("x32", CultureInfo.InvariantCulture);
}
