package dev.sextant.storage.segment;

import dev.sextant.api.Lsn;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.conflict.fate.Fate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads back everything the segment acknowledged: META, then every fate, then the undecided proposals with their deltas. It
 * reads in chunks, each asked for when the one before is digested.
 *
 * <p>The held point grows from the last one recorded; only what that one does not show is entered one by one.
 */
final class Recovery {
    private final Loads loads;
    private final SegmentLog log;
    private final Moments moments;
    private final ImageRounds images;
    private final SegmentSettings.Limits limits;
    private final Consumer<Outcome> done;
    /** Decided and here, but not in the recorded held point. */
    private final List<Entering> entering = new ArrayList<>();

    private SegmentRecords.@Nullable Identity identity;
    private boolean anythingFound;

    private record Entering(
            ProposalId id, Lsn order, @Nullable ReadPoint deps) {}

    /**
     * How it ended.
     *
     * @param identity of the disk; null if it is empty
     * @param problem why the disk cannot be used; null if it can
     * @param damaged whether it is because something was lost there; otherwise it may be of a newer version
     */
    record Outcome(
            SegmentRecords.@Nullable Identity identity,
            @Nullable String problem,
            boolean damaged) {}

    Recovery(
            Loads loads,
            SegmentLog log,
            Moments moments,
            ImageRounds images,
            SegmentSettings.Limits limits,
            Consumer<Outcome> done) {
        this.loads = loads;
        this.log = log;
        this.moments = moments;
        this.images = images;
        this.limits = limits;
        this.done = done;
    }

    void start() {
        walk(
                Shelf.META,
                SegmentKeys.FIRST,
                this::onMeta,
                () -> walk(Shelf.DECISIONS, SegmentKeys.FIRST, this::onDecisions, () -> {
                    enter();
                    walkProposals(SegmentKeys.FIRST);
                }));
    }

    private void fail(String problem) {
        done.accept(new Outcome(identity, problem, true));
    }

    /** Digests a whole shelf chunk by chunk. */
    private void walk(Shelf shelf, byte[] from, Consumer<List<StoredEntry>> digest, Runnable then) {
        loads.range(
                Loads.Range.ascending(shelf, from, SegmentKeys.END, limits.loadEntries()),
                entries -> {
                    if (!digested(entries, digest)) {
                        return;
                    }
                    if (entries.size() < limits.loadEntries()) {
                        then.run();
                    } else {
                        walk(shelf, next(entries), digest, then);
                    }
                },
                this::fail);
    }

    private boolean digested(List<StoredEntry> entries, Consumer<List<StoredEntry>> digest) {
        try {
            anythingFound |= !entries.isEmpty();
            digest.accept(entries);
            return true;
        } catch (RecordCorruptException e) {
            done.accept(new Outcome(identity, e.getMessage(), false));
            return false;
        }
    }

    private static byte[] next(List<StoredEntry> entries) {
        return SegmentKeys.after(entries.get(entries.size() - 1).key());
    }

    private void onMeta(List<StoredEntry> entries) {
        for (StoredEntry entry : entries) {
            byte[] key = entry.key();
            byte[] value = entry.value();
            switch (key[0]) {
                case SegmentKeys.META_IDENTITY -> identity = SegmentRecords.identity(value);
                case SegmentKeys.META_HELD -> log.restoreHeld(SegmentRecords.point(value));
                case SegmentKeys.META_FLOOR -> log.restoreFloor(SegmentRecords.point(value));
                case SegmentKeys.META_IMAGES -> images.restore(SegmentRecords.point(value));
                case SegmentKeys.META_FATES ->
                    log.restoreFates(
                            SegmentKeys.slotOfFates(key), SegmentKeys.chunkOfFates(key), SegmentRecords.fates(value));
                case SegmentKeys.META_MOMENT -> {
                    SegmentRecords.StoredMoment moment = SegmentRecords.moment(value);
                    moments.restore(SegmentKeys.millisOfMoment(key), moment.writer(), moment.point());
                }
                case SegmentKeys.META_SLOT -> log.restoreSlot(SegmentKeys.slotOf(key), SegmentRecords.slot(value));
                case SegmentKeys.META_PAGE -> log.restorePage(SegmentKeys.pageOfMeta(key), SegmentRecords.page(value));
                default -> throw new RecordCorruptException("META has a record of kind " + key[0]);
            }
        }
    }

    private void onDecisions(List<StoredEntry> entries) {
        for (StoredEntry entry : entries) {
            ProposalId id = SegmentKeys.idOf(entry.key());
            SegmentRecords.StoredDecision decision = SegmentRecords.decision(id, entry.value());
            log.restoreDecision(id, decision);
            ProposalOutline outline = decision.outline();
            if (log.isHeldFromStart(id)) {
                continue;
            }
            if (outline != null) {
                entering.add(new Entering(id, outline.lsn(), outline.deps()));
            } else if (decision.fate() == Fate.ABORTED) {
                entering.add(new Entering(id, Lsn.ZERO, null));
            }
        }
    }

    private void enter() {
        entering.sort(Comparator.comparing(Entering::order).thenComparing(Entering::id));
        for (Entering each : entering) {
            log.restoreEntered(each.id(), each.deps());
        }
        entering.clear();
    }

    /** Chunks of undecided proposals, each with its deltas. */
    private void walkProposals(byte[] from) {
        loads.range(
                Loads.Range.ascending(Shelf.PROPOSALS, from, SegmentKeys.END, limits.loadEntries()),
                entries -> {
                    List<Undecided> undecided = new ArrayList<>();
                    if (digested(entries, chunk -> decode(chunk, undecided))) {
                        loadDeltas(entries, undecided);
                    }
                },
                this::fail);
    }

    private record Undecided(ProposalId id, SegmentRecords.StoredRegister register) {
        List<byte[]> redoKeys() {
            ProposalOutline outline = register.outline();
            return outline == null ? List.of() : outline.redoKeys();
        }
    }

    private static void decode(List<StoredEntry> entries, List<Undecided> to) {
        for (StoredEntry entry : entries) {
            ProposalId id = SegmentKeys.idOf(entry.key());
            to.add(new Undecided(id, SegmentRecords.register(id, entry.value())));
        }
    }

    private void loadDeltas(List<StoredEntry> entries, List<Undecided> undecided) {
        List<byte[]> keys =
                undecided.stream().flatMap(each -> each.redoKeys().stream()).toList();
        loads.values(
                Shelf.REDO,
                keys,
                deltas -> {
                    if (!digested(entries, unused -> restore(undecided, deltas))) {
                        return;
                    }
                    if (entries.size() < limits.loadEntries()) {
                        end();
                    } else {
                        walkProposals(next(entries));
                    }
                },
                this::fail);
    }

    private void restore(List<Undecided> undecided, List<byte @Nullable []> deltas) {
        int at = 0;
        for (Undecided each : undecided) {
            ProposalOutline outline = each.register().outline();
            if (outline == null) {
                log.restoreRegister(each.id(), each.register().with(null));
                continue;
            }
            int end = at + outline.writes().size();
            log.restoreRegister(each.id(), each.register().with(outline.with(Archive.deltas(deltas.subList(at, end)))));
            at = end;
        }
    }

    private void end() {
        if (identity == null && anythingFound) {
            fail("there are records, but none that says whose they are");
            return;
        }
        log.restored();
        moments.restored();
        done.accept(new Outcome(identity, null, false));
    }
}
