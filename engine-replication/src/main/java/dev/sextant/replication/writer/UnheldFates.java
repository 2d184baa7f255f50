package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.DecidedProposal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Proposals that this writer knows to be decided and no segment does. News of a fate is sent to segments once; if it is lost on the
 * way to all six, none of them can learn it from another, and every read that needs it is refused for good. Such a proposal
 * is told once more, by whoever notices: with what was heard of it, where that is still kept, and otherwise by being settled again, since
 * its register tells the fate it has. (If two segments are away it may not: see the 2-2 split.)
 */
final class UnheldFates {
    /** How far beyond what a segment holds is looked, and how many proposals are kept in mind. */
    static final int MAX_LOOKED_AT = 256;
    /** The most fates that are kept until a segment says it has them. */
    static final int MAX_KEPT = 1024;

    /** A segment says what it holds when it hears a heartbeat; what it lacks twice in a row is not merely on its way. */
    private static final int HEARTBEATS = 3;

    private final RedoApplier applier;
    private final SegmentView segments;
    private final RoundTrips roundTrips;
    private final long heartbeatNanos;
    private final TreeMap<ProposalId, Long> since = new TreeMap<>();
    private final LinkedHashMap<ProposalId, DecidedProposal> kept = new LinkedHashMap<>();

    UnheldFates(WriterSettings settings, RedoApplier applier, SegmentView segments, RoundTrips roundTrips) {
        this.applier = applier;
        this.segments = segments;
        this.roundTrips = roundTrips;
        heartbeatNanos = settings.timeouts().heartbeat().toNanos();
    }

    /** A fate became known here. */
    void heard(DecidedProposal decided) {
        DecidedProposal before = kept.get(decided.id());
        if (before == null || (before.content() == null && decided.content() != null)) {
            kept.put(decided.id(), decided);
            if (kept.size() > MAX_KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
    }

    /** What was heard of a fate that no segment has; null if it is not kept. */
    @Nullable
    DecidedProposal heardOf(ProposalId id) {
        return kept.get(id);
    }

    /** A segment says how much it holds. */
    void onStatus(ReadPoint held, long nowNanos) {
        since.keySet().removeIf(held::sees);
        kept.keySet().removeIf(held::sees);
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
