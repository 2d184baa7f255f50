package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Proposals that this writer knows to be decided and no segment does. News of a fate is sent to segments once; if it is lost on the
 * way to all six, none of them can learn it from another, and every read that needs it is refused for good. Such a proposal
 * is settled once more, by whoever notices: its register tells the fate it has.
 */
final class UnheldFates {
    /** How far beyond what a segment holds is looked, and how many proposals are kept in mind. */
    static final int MAX_LOOKED_AT = 256;
    /** A segment says what it holds when it hears a heartbeat; what it lacks twice in a row is not merely on its way. */
    private static final int HEARTBEATS = 3;

    private final RedoApplier applier;
    private final SegmentView segments;
    private final RoundTrips roundTrips;
    private final long heartbeatNanos;
    private final TreeMap<ProposalId, Long> since = new TreeMap<>();

    UnheldFates(WriterSettings settings, RedoApplier applier, SegmentView segments, RoundTrips roundTrips) {
        this.applier = applier;
        this.segments = segments;
        this.roundTrips = roundTrips;
        heartbeatNanos = settings.timeouts().heartbeat().toNanos();
    }

    /** A segment says how much it holds. */
    void onStatus(ReadPoint held, long nowNanos) {
        since.keySet().removeIf(held::sees);
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            for (long seq : held.missing(writer)) {
                look(new ProposalId(writer, seq), nowNanos);
            }
            long from = held.upTo(writer) + 1;
            long to = Math.min(applier.tracker().frontier(writer), from + MAX_LOOKED_AT);
            for (long seq = from; seq <= to; seq++) {
                look(new ProposalId(writer, seq), nowNanos);
            }
        }
    }

    private void look(ProposalId id, long nowNanos) {
        if (since.size() < MAX_LOOKED_AT && applier.tracker().entered(id) && !segments.anyTells(id, nowNanos)) {
            since.putIfAbsent(id, nowNanos);
        }
    }

    /** Those that no segment has known for too long; each is told again only after as long. */
    List<ProposalId> overdue(long nowNanos) {
        long patience = Math.max(HEARTBEATS * heartbeatNanos, roundTrips.inDoubtNanos());
        List<ProposalId> overdue = new ArrayList<>();
        since.forEach((id, sinceNanos) -> {
            if (nowNanos - sinceNanos >= patience) {
                overdue.add(id);
            }
        });
        overdue.forEach(id -> since.put(id, nowNanos));
        return overdue;
    }
}
