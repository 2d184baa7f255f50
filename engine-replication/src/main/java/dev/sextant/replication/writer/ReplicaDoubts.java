package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReplicaId;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * What a read replica does about proposals that it misses and no segment tells: it settles nothing, so it tells all writers, again and
 * again, which then look after what they do not know to be decided themselves.
 *
 * <pre>
 *   missed ──pull delay──▶ pulled from segments in turn ──in-doubt timeout and settle answer──▶ writers are told
 * </pre>
 */
final class ReplicaDoubts implements MissingDesk.Pursuit {
    private final ReplicaId self;
    private final Outbox outbox;
    private final RoundTrips roundTrips;
    private final List<ProposalId> overdue = new ArrayList<>();
    private long tellAt = Long.MIN_VALUE;

    ReplicaDoubts(ReplicaId self, Outbox outbox, RoundTrips roundTrips) {
        this.self = self;
        this.outbox = outbox;
        this.roundTrips = roundTrips;
    }

    @Override
    public boolean leaves(ProposalId id) {
        return false;
    }

    @Override
    public boolean isOrphan(ProposalId id) {
        return false;
    }

    @Override
    public void areMissing(SortedSet<ProposalId> missing) {
        overdue.clear();
    }

    @Override
    public void pursue(ProposalId id, MissingDesk.Doubt doubt, long ageNanos) {
        boolean isOverdue = ageNanos >= roundTrips.inDoubtNanos() + roundTrips.settleAnswerNanos();
        if (isOverdue && overdue.size() < MissingDesk.MAX_PULLED) {
            overdue.add(id);
        }
    }

    /** Tells writers what was found missing for too long, if they were not told just now. */
    void tell(long nowNanos) {
        if (!overdue.isEmpty() && nowNanos >= tellAt) {
            tellAt = nowNanos + roundTrips.inDoubtNanos();
            outbox.toPeers(new WriterMessage.Missed(self, overdue));
        }
    }
}
