package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentRole;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Fates;
import dev.sextant.storage.page.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every record of a segment that does not run: does it decode, does what one record says of another hold, is the chain
 * of every page whole, and is every image what the chain makes of it? Goes on past whatever is wrong. Used once.
 *
 * <p>Of pages, it holds the segment to what it holds: beyond its held point a chain may have gaps, and it begins with the newest
 * image that the floor sees, if there is one; what lies before that is on its way out. A tail has no images: there a chain begins
 * with what was made on a version that the floor sees.
 */
public final class SegmentAudit {
    private final ShelfReader reader;
    private final AuditObserver observer;
    private final SegmentRole role;
    /** The deltas that something is known to be wrong with, so that nothing is told twice. */
    private final TreeSet<byte[]> toldDeltas = new TreeSet<>(Arrays::compareUnsigned);

    private final StoredState state = new StoredState();
    private final DeltaLedger ledger = new DeltaLedger();

    /** How much there is on a shelf, in keys and values as they were written. */
    public record Volume(long entries, long bytes) {}

    /**
     * What was looked at.
     *
     * @param shelves how much there is on each
     * @param pages pages with versions
     * @param versions versions in the chains of all pages, as far as the segment holds them
     */
    public record Result(Map<Shelf, Volume> shelves, long pages, long versions) {}

    public SegmentAudit(ShelfReader reader, SegmentRole role, AuditObserver observer) {
        this.reader = reader;
        this.role = role;
        this.observer = new Noting(observer);
    }

    /**
     * Looks at everything.
     *
     * @param held what the segment holds, as its recovery found; null if it could not recover, so that only what it last
     *     recorded is known
     */
    public Result run(@Nullable ReadPoint held) {
        Map<Shelf, Volume> shelves = new TreeMap<>();
        shelves.put(Shelf.META, ShelfAudit.walk(reader, Shelf.META, observer, state::takeMeta));
        state.problems().forEach(problem -> observer.found(Shelf.META, null, null, problem));
        shelves.put(Shelf.DECISIONS, ShelfAudit.walk(reader, Shelf.DECISIONS, observer, this::onDecision));
        shelves.put(Shelf.PROPOSALS, ShelfAudit.walk(reader, Shelf.PROPOSALS, observer, this::onProposal));
        DeltaCheck deltas = new DeltaCheck(observer, state, ledger);
        ReadPoint at = held == null ? state.held() : held;
        ChainAudit pages = role == SegmentRole.TAIL
                ? new TailAudit(observer, state, deltas, at)
                : new PageAudit(reader, observer, state, deltas, at);
        shelves.put(Shelf.REDO, ShelfAudit.walk(reader, Shelf.REDO, observer, pages::onDelta));
        pages.finish();
        shelves.put(Shelf.PAGES, ShelfAudit.walk(reader, Shelf.PAGES, observer, this::onImage));
        ledger.differing().forEach(this::lookCloser);
        return new Result(shelves, pages.pages(), pages.versions());
    }

    /** The fates that the segment knows; after {@link #run}. */
    public Fates fates() {
        return state.fates();
    }

    /** What the segment says of itself; after {@link #run}. */
    public StoredState state() {
        return state;
    }

    private void onDecision(StoredEntry entry) {
        ProposalOutline outline = state.takeDecision(entry);
        // Of what the floor sees, deltas and decisions are dropped one by one.
        if (outline != null && !state.floor().sees(outline.id())) {
            for (ProposalOutline.Write write : outline.writes()) {
                ledger.promised(outline.id(), write.page(), write.base(), write.deltaBytes());
            }
        }
    }

    private void onProposal(StoredEntry entry) {
        StoredState.Undecided undecided = state.takeProposal(entry);
        Fate fate = state.fates().of(undecided.id());
        if (fate != null) {
            observer.found(Shelf.PROPOSALS, null, entry.key(), undecided.id() + " is undecided here and " + fate);
        }
        ProposalOutline outline = undecided.outline();
        if (outline != null) {
            requireDeltas(outline);
        }
    }

    /** Tells which deltas of a proposal are not there or not those it wrote. */
    private void requireDeltas(ProposalOutline outline) {
        List<byte[]> keys = outline.redoKeys();
        for (int i = 0; i < keys.size(); i++) {
            ProposalOutline.Write write = outline.writes().get(i);
            byte[] value = reader.value(Shelf.REDO, keys.get(i));
            String problem = value == null ? "is not there" : difference(write, value);
            if (problem != null && !toldDeltas.contains(keys.get(i))) {
                String what = "the delta of " + outline.id() + " for " + write.page() + " " + problem;
                observer.found(Shelf.REDO, write.page(), keys.get(i), what);
            }
        }
    }

    private static @Nullable String difference(ProposalOutline.Write write, byte[] value) {
        try {
            SegmentRecords.StoredDelta delta = SegmentRecords.delta(value);
            boolean same = delta.base().equals(write.base()) && delta.delta().length == write.deltaBytes();
            return same ? null : "is not the one that was proposed";
        } catch (RecordCorruptException toldByTheWalk) {
            return null;
        }
    }

    private void onImage(StoredEntry entry) {
        RecordReader.require(role == SegmentRole.FULL, "a tail keeps no images");
        SegmentKeys.versionOf(entry.key());
        Page.fromImage(SegmentKeys.pageOf(entry.key()), entry.value());
    }

    /** Finds out, for a stretch of seqs, which delta is missing, or is there without a commit that lists it. */
    private void lookCloser(ProposalId stretch) {
        List<ProposalOutline> outlines = new ArrayList<>();
        ProposalId end = DeltaLedger.endOf(stretch);
        reader.walk(
                Shelf.DECISIONS,
                SegmentKeys.id(stretch.slot(), DeltaLedger.beginOf(stretch)),
                SegmentKeys.id(end),
                new Outlines(state.floor(), outlines));
        int before = toldDeltas.size();
        outlines.forEach(this::requireDeltas);
        boolean explained = toldDeltas.size() > before || outlines.stream().anyMatch(this::isToldOf);
        if (!explained) {
            String what = "there are deltas of slot " + stretch.slot() + ", seqs " + DeltaLedger.beginOf(stretch)
                    + " to " + (end.seq() - 1) + ", that the commits there do not list";
            observer.found(Shelf.REDO, null, null, what);
        }
    }

    /** Gathers the outlines of commits. */
    private record Outlines(ReadPoint floor, List<ProposalOutline> to) implements ShelfReader.Visitor {
        @Override
        public void entry(byte[] key, byte[] value) {
            try {
                ProposalOutline outline =
                        SegmentRecords.decision(SegmentKeys.idOf(key), value).outline();
                if (outline != null && !floor.sees(outline.id())) {
                    to.add(outline);
                }
            } catch (RecordCorruptException toldByTheWalk) {
                // It was told when all decisions were read.
                return;
            }
        }

        @Override
        public void damaged(byte @Nullable [] key, String problem) {
            // It was told when all decisions were read.
        }
    }

    private boolean isToldOf(ProposalOutline outline) {
        return outline.redoKeys().stream().anyMatch(toldDeltas::contains);
    }

    /** Passes findings on, and notes which deltas they are about. */
    private final class Noting implements AuditObserver {
        private final AuditObserver to;

        Noting(AuditObserver to) {
            this.to = to;
        }

        @Override
        public void found(Shelf shelf, @Nullable PageId page, byte @Nullable [] key, String problem) {
            if (shelf == Shelf.REDO && key != null) {
                toldDeltas.add(key);
            }
            to.found(shelf, page, key, problem);
        }

        @Override
        public void looked(Shelf shelf, long entries) {
            to.looked(shelf, entries);
        }
    }

    /** The newest version of a page that is known, whether its content is here or not. */
    static VersionId newest(StoredState state, PageId page) {
        return state.newest().getOrDefault(page, VersionId.NONE);
    }
}
