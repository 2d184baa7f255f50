package dev.sextant.replication.writer;

import dev.sextant.api.CommitToken;
import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.WriterMessage;

/**
 * What happens to a writer: messages from other nodes, requests of its own clients (each answered once by a
 * {@link WriterEffect.Answer} with the same request id), and time.
 */
public sealed interface WriterInput {
    /** A message from a segment or another writer. */
    record Received(NodeAddress from, WriterMessage message) implements WriterInput {}

    /** Something the writer waits for is due. */
    record Tick() implements WriterInput {}

    /** A client wants its transaction committed. Answered by {@link ClientAnswer.Committed} or one of the failures. */
    record Commit(long requestId, CommitRequest request) implements WriterInput {}

    /** A client needs a page as of its snapshot. Answered by {@link ClientAnswer.PageFetched} or a failure. */
    record FetchPage(long requestId, PageId page, ReadPoint at) implements WriterInput {}

    /** A page will soon be written: fetch its newest version if it is not cached. Not answered. */
    record Prefetch(PageId page) implements WriterInput {}

    /** A session must see this much before it begins. Answered by {@link ClientAnswer.PointReached} or a failure. */
    record AwaitPoint(long requestId, ReadPoint target, long deadlineNanos) implements WriterInput {}

    /** A GLOBAL read begins: it must see all that was acknowledged anywhere. Answered as {@link AwaitPoint}. */
    record AwaitGlobal(long requestId, long deadlineNanos) implements WriterInput {}

    /**
     * A client wants to read the past. Answered by {@link ClientAnswer.MomentFound} or a failure.
     *
     * @param epochMillis the last moment that is not after this time is looked for
     */
    record AwaitMoment(long requestId, long epochMillis, long deadlineNanos) implements WriterInput {}

    /**
     * What became of a transaction whose end the client did not hear? Answered like {@link Commit}; once it is told that it did not
     * commit, it never will.
     */
    record AskOutcome(long requestId, CommitToken token, long deadlineNanos) implements WriterInput {}

    /**
     * Take the whole volume back to a state of the past. Answered by {@link ClientAnswer.Backtracked}, by
     * {@link ClientAnswer.Indeterminate} if it may yet happen, or by a failure.
     */
    record Backtrack(long requestId, ReadPoint target, long deadlineNanos) implements WriterInput {}

    /** The buffer pool is full and this page was chosen to go. */
    record Evict(PageId page) implements WriterInput {}

    /** Another node was found to be gone (its process or its link): a hint that saves a timeout, nothing more. */
    record PeerGone(NodeAddress peer) implements WriterInput {}

    /** The writer stops taking commits; those in flight end. */
    record Close() implements WriterInput {}
}
