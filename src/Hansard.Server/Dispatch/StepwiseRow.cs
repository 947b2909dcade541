using Hansard.Protocol;
using Hansard.Protocol.Frames;
using Hansard.Server.Connections;
using Hansard.Server.Storage;

namespace Hansard.Server.Dispatch;

/// <summary>A command that takes as many batches as it needs, others' work between them; it is answered after the last.</summary>
internal sealed class StepwiseRow<TRequest>(string type, Access access, Func<TRequest, Caller, Batch, Result<bool>> step)
    : RequestRow(type, access, overlaps: false, RateLimit.None)
    where TRequest : class, IRequest<ResponseStatusMessage>
{
    public override ValueTask<Failure?> Start(Connection connection, Frame frame, GroupCommit writer)
    {
        if (!Body.TryRead(frame.Body, out TRequest? request, out string description)) return new(Failure.Invalid(description));
        connection.InFlight.Started();
        if (writer.TryEnqueue(new Steps(this, request, connection, frame.Id, writer))) return default;
        connection.InFlight.Answered();
        return new(WriterFull);
    }

    private Result<bool> Step(TRequest request, Caller caller, Batch batch) => step(request, caller, batch);

    private sealed class Steps(StepwiseRow<TRequest> row, TRequest request, Connection connection, FrameId id, GroupCommit writer) : Work
    {
        private Result<bool> finished;

        public override void Run(Batch batch) => finished = Ended(connection, row.Type) is { } ended ? ended : row.Step(request, connection.Caller!, batch);

        public override void Finish(Exception? failure)
        {
            if (failure is null && finished.Succeeded && !finished.Value && writer.TryEnqueue(this)) return;
            connection.Reply(id, Answer(failure));
            connection.InFlight.Answered();
        }

        /// <summary>What was done before a refusal stays done; asked again, the request goes on from there.</summary>
        private ResponseStatusMessage Answer(Exception? failure)
        {
            if (failure is not null) return ResponseStatusMessage.Refused(row.Type, Dispatcher.InternalFailure);
            if (!finished.Succeeded) return ResponseStatusMessage.Refused(row.Type, finished.Failure);
            return finished.Value ? ResponseStatusMessage.Ok(row.Type) : ResponseStatusMessage.Refused(row.Type, WriterFull);
        }
    }
}
