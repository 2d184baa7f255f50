package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.SeqWindow;
import dev.sextant.conflict.fate.Tally;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import org.jspecify.annotations.Nullable;

/**
 * The seqs this incarnation draws, never further ahead than its {@link SeqWindow} lets it. When the window is full and nothing
 * is under way that segments would answer, the last proposal is sent again until they do.
 */
final class DrawnSeqs {
    private final WriterSettings settings;
    private final Outbox outbox;
    private final SeqWindow window;
    private @Nullable Flight last;
    private long nextSeq;
    private long askAtNanos;

    DrawnSeqs(WriterSettings settings, Outbox outbox) {
        this.settings = settings;
        this.outbox = outbox;
        window = new SeqWindow(settings.quorums(), ReadPoint.MAX_MISSING);
    }

    void open(long firstSeq) {
        nextSeq = firstSeq;
        window.opened(firstSeq);
    }

    long nextSeq() {
        return nextSeq;
    }

    ProposalId next() {
        return new ProposalId(settings.id(), nextSeq++);
    }

    boolean mayDraw() {
        return window.mayDraw(nextSeq);
    }

    void launched(Flight flight, long nowNanos) {
        last = flight;
        askAgainAfter(nowNanos);
    }

    private void askAgainAfter(long nowNanos) {
        askAtNanos = nowNanos + settings.timeouts().resend().toNanos();
    }

    /**
     * A segment's answer about any seq of this slot; tells whether it made room in a full window. What it says of a seq not drawn here
     * was meant for a successor that holds the slot by now, and makes no room.
     */
    boolean answered(WriterMessage.Voted voted) {
        ProposalId id = voted.id();
        if (!id.writer().equals(settings.id())
                || id.seq() >= nextSeq
                || voted.ballot().compareTo(Ballot.RENOUNCE) > 0) {
            return false;
        }
        boolean full = !mayDraw();
        window.onAnswer(voted.segment(), voted.id().seq(), voted.verdict());
        return full && mayDraw();
    }

    /** Asks about the last proposal again, if it has ended and nothing more may be drawn before segments say they know it. */
    void onTime(long nowNanos) {
        Flight flight = last;
        if (flight == null || nowNanos < nextWakeNanos()) {
            return;
        }
        boolean aborted = flight.tally().state() == Tally.State.ABORTED;
        outbox.toSegments(
                aborted
                        ? new SegmentMessage.Renounce(
                                flight.id(), flight.proposal().incarnation(), null)
                        : new SegmentMessage.Propose(flight.proposal()));
        askAgainAfter(nowNanos);
    }

    long nextWakeNanos() {
        Flight flight = last;
        return flight == null || mayDraw() || !flight.tally().isDecided() ? Long.MAX_VALUE : askAtNanos;
    }
}
