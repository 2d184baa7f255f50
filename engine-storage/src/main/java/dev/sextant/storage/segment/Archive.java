package dev.sextant.storage.segment;

import dev.sextant.api.Lsn;
import dev.sextant.api.ProposalId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.message.DecidedProposal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts decided proposals together again from the disk: the outline lies on DECISIONS, the deltas on REDO.
 *
 * <p>Answers are bounded, and in the order of LSN, in which no proposal comes before one it depends on. Where a slot's range was
 * cut short, nothing that comes after the cut is told: whoever reads on gets it in order.
 */
final class Archive {
    private final Outbox out;
    private final Loads loads;
    private final SegmentSettings.Limits limits;

    Archive(Outbox out, Loads loads, SegmentSettings.Limits limits) {
        this.out = out;
        this.loads = loads;
        this.limits = limits;
    }

    /** Decided proposals, and whether there are more of those asked for. */
    record Answer(List<DecidedProposal> proposals, boolean more) {
        static final Answer EMPTY = new Answer(List.of(), false);
    }

    /** Reads the decisions in ranges of DECISIONS that the filter lets through, with contents. */
    void read(List<Loads.Range> ranges, Predicate<ProposalId> filter, Consumer<Answer> done) {
        loads.ranges(ranges, lists -> pick(ranges, lists, filter, done), problem -> fail("decisions", problem, done));
    }

    /** Reads single decisions, whatever they are. */
    void read(List<ProposalId> ids, Consumer<Answer> done) {
        List<Loads.Range> ranges = ids.stream()
                .map(id -> Loads.Range.key(Shelf.DECISIONS, SegmentKeys.id(id)))
                .toList();
        read(ranges, id -> true, done);
    }

    private void fail(String what, String problem, Consumer<Answer> done) {
        out.happened(new SegmentEvent.LoadFailed(what, problem));
        done.accept(Answer.EMPTY);
    }

    /** A decision read back; one without LSN of its own sorts with the one before it in its slot. */
    private record Found(ProposalId id, Lsn order, SegmentRecords.StoredDecision decision) {
        long deltaBytes() {
            ProposalOutline outline = decision.outline();
            return outline == null ? 0 : outline.deltaBytes();
        }
    }

    private void pick(
            List<Loads.Range> ranges,
            List<List<StoredEntry>> lists,
            Predicate<ProposalId> filter,
            Consumer<Answer> done) {
        List<Found> found = new ArrayList<>();
        Lsn cutoff = new Lsn(Long.MAX_VALUE);
        boolean more = false;
        try {
            for (int i = 0; i < lists.size(); i++) {
                Lsn last = decode(lists.get(i), filter, found);
                int limit = ranges.get(i).limit();
                if (limit > 1 && lists.get(i).size() == limit) {
                    more = true;
                    cutoff = last.compareTo(cutoff) < 0 ? last : cutoff;
                }
            }
        } catch (RecordCorruptException e) {
            fail("decisions", String.valueOf(e.getMessage()), done);
            return;
        }
        Lsn end = cutoff;
        found.removeIf(each -> each.order().isAfter(end));
        found.sort(Comparator.comparing(Found::order).thenComparing(Found::id));
        int most = within(found);
        complete(found.subList(0, most), more || most < found.size(), done);
    }

    /** Adds what the filter lets through; returns the last LSN of the list, read or passed by. */
    private static Lsn decode(List<StoredEntry> entries, Predicate<ProposalId> filter, List<Found> to) {
        Lsn order = Lsn.ZERO;
        for (StoredEntry entry : entries) {
            ProposalId id = SegmentKeys.idOf(entry.key());
            SegmentRecords.StoredDecision decision = SegmentRecords.decision(id, entry.value());
            ProposalOutline outline = decision.outline();
            order = outline == null ? order : outline.lsn();
            if (filter.test(id)) {
                to.add(new Found(id, order, decision));
            }
        }
        return order;
    }

    /** How many of the first fit into one answer. */
    private int within(List<Found> found) {
        long bytes = 0;
        int count = 0;
        for (Found each : found) {
            bytes += each.deltaBytes();
            if (count == limits.toldProposals() || (count > 0 && bytes > limits.toldBytes())) {
                break;
            }
            count++;
        }
        return count;
    }

    private void complete(List<Found> found, boolean more, Consumer<Answer> done) {
        List<byte[]> keys = new ArrayList<>();
        for (Found each : found) {
            ProposalOutline outline = each.decision().outline();
            if (outline != null) {
                keys.addAll(outline.redoKeys());
            }
        }
        loads.values(
                Shelf.REDO,
                keys,
                deltas -> done.accept(new Answer(join(found, deltas), more)),
                problem -> fail("deltas", problem, done));
    }

    private List<DecidedProposal> join(List<Found> found, List<byte @Nullable []> deltas) {
        List<DecidedProposal> proposals = new ArrayList<>();
        int at = 0;
        for (Found each : found) {
            SegmentRecords.StoredDecision decision = each.decision();
            ProposalOutline outline = decision.outline();
            if (decision.fate() == Fate.ABORTED) {
                proposals.add(DecidedProposal.aborted(each.id()));
            } else if (outline == null) {
                proposals.add(
                        new DecidedProposal(each.id(), Fate.COMMITTED, decision.counted(), decision.readers(), null));
            } else {
                int end = at + outline.writes().size();
                addFull(outline, decision, deltas.subList(at, end), proposals);
                at = end;
            }
        }
        return proposals;
    }

    private void addFull(
            ProposalOutline outline,
            SegmentRecords.StoredDecision decision,
            List<byte @Nullable []> stored,
            List<DecidedProposal> to) {
        try {
            to.add(new DecidedProposal(
                    outline.id(),
                    Fate.COMMITTED,
                    decision.counted(),
                    decision.readers(),
                    outline.with(deltas(stored))));
        } catch (RecordCorruptException e) {
            out.happened(new SegmentEvent.LoadFailed("deltas of " + outline.id(), String.valueOf(e.getMessage())));
        }
    }

    /** The deltas of stored records, each of which must be there. */
    static List<byte[]> deltas(List<byte @Nullable []> stored) {
        List<byte[]> deltas = new ArrayList<>();
        for (byte[] value : stored) {
            if (value == null) {
                throw new RecordCorruptException("a delta is not there");
            }
            deltas.add(SegmentRecords.delta(value).delta());
        }
        return deltas;
    }
}
