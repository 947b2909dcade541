using System.Globalization;
using System.Text;
using System.Xml;
using Hansard.Record.Prove;

namespace Hansard.Archive.Export.Actiance;

/// <summary>
/// Conversations as archives import them: a <c>FileDump</c> of <c>Conversation</c> elements, in each what happened in the order in which it did. Who is there
/// when a file begins enters there, and who is there when it ends leaves, so that each file can be read by itself.
/// </summary>
internal sealed class ActianceRendering(ExportLayout layout, ExportState state) : Rendering
{
    /// <summary>Of one file. It ends with the chunk that reaches it.</summary>
    private const long MaximumFileBytes = 128L << 20;

    private HashedFile? file;
    private XmlWriter? xml;
    private ConversationElement? open;
    private PageNote? lastPage;

    public override ChunkLimits Limits => new(ByDay: false, Lines: 5_000, Bytes: 8 << 20, AttachmentBytes: long.MaxValue);

    /// <summary>Who is there depends on what came before: all of it is done in order.</summary>
    public override Func<FinishedPart?> Prepare(Chunk chunk) => () => Write(chunk);

    public override FinishedPart? End(long through)
    {
        if (xml is null) Begin();
        return Finish(through, isLast: true);
    }

    protected override void Release() => file?.Dispose();

    private FinishedPart? Write(Chunk chunk)
    {
        if (xml is null) Begin();
        open ??= ConversationElement.Begin(xml!, chunk.First);
        foreach (var item in chunk.Items) open.Write(item);
        if (chunk.EndsConversation) EndConversation();
        lastPage = chunk.Note();
        xml!.Flush();
        return file!.Length >= MaximumFileBytes ? Finish(chunk.Through, isLast: false) : null;
    }

    private void Begin()
    {
        file = HashedFile.Create(layout.Folder, string.Create(CultureInfo.InvariantCulture, $"conversations-{state.PagesParts + 1:D3}.xml"));
        // What XML does not know is replaced before it comes here; a line feed must come out of a reader as the one that was written.
        xml = XmlWriter.Create(file, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, IndentChars = "  ", NewLineChars = "\n", NewLineHandling = NewLineHandling.None, CloseOutput = false,
        });
        xml.WriteStartDocument();
        xml.WriteStartElement("FileDump");
    }

    private void EndConversation()
    {
        open?.End();
        open = null;
    }

    private FinishedPart Finish(long through, bool isLast)
    {
        EndConversation();
        xml!.WriteEndElement();
        xml.WriteEndDocument();
        xml.Dispose();
        FinishedPart part = new([file!.Finish()], through, isLast, Page: isLast ? null : lastPage);
        (file, xml) = (null, null);
        return part;
    }
}
