package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.storage.page.DeltaCorruptException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a tail keeps of pages: looks through the deltas of one page after the other, to check or to drop them. */
final class TailPages {
    private final Loads loads;
    private final SegmentLog log;
    private final Outbox out;
    private final int loadEntries;
    private final PageBuilder.OnBroken onBroken;

    TailPages(Outbox out, Loads loads, SegmentLog log, int loadEntries, PageBuilder.OnBroken onBroken) {
        this.out = out;
        this.loads = loads;
        this.log = log;
        this.loadEntries = loadEntries;
        this.onBroken = onBroken;
    }

    // ---- checking --------------------------------------------------------------------------------------------------

    /**
     * What came of a walk.
     *
     * @param newest the newest version that is seen; null if it cannot be told here
     * @param problem why what is kept is no chain; null if it is one
     */
    record Walked(@Nullable VersionId newest, @Nullable String problem) {}

    /** Walks what is kept of a page as of a point that is held. Where the floor rises meanwhile nothing is wrong, and nothing told. */
    void walk(PageId page, ReadPoint at, PageChain.Step step, Consumer<Walked> done) {
        new Walk(page, at, step, done).from(SegmentKeys.pageBegin(page));
    }

    private final class Walk {
        private final PageId page;
        private final ReadPoint at;
        private final PageChain.Step step;
        private final Consumer<Walked> done;
        private final ReadPoint floor = log.floor();
        private final TailChain chain;

        Walk(PageId page, ReadPoint at, PageChain.Step step, Consumer<Walked> done) {
            this.page = page;
            this.at = at;
            this.step = step;
            this.done = done;
            chain = new TailChain(page, at, floor, log.acceptor().fates());
        }

        void from(byte[] key) {
            loads.range(
                    Loads.Range.ascending(Shelf.REDO, key, SegmentKeys.pageEnd(page), loadEntries),
                    this::onDeltas,
                    this::broken);
        }

        private void onDeltas(List<StoredEntry> entries) {
            VersionId newest;
            try {
                for (StoredEntry entry : entries) {
                    chain.walk(entry, step);
                }
                if (!chain.ended() && entries.size() == loadEntries) {
                    from(SegmentKeys.after(entries.get(entries.size() - 1).key()));
                    return;
                }
                newest = chain.newest(log.acceptor().pages().newest(page));
            } catch (ChainBrokenException | RecordCorruptException | DeltaCorruptException e) {
                broken(String.valueOf(e.getMessage()));
                return;
            }
            done.accept(new Walked(newest, null));
        }

        private void broken(String problem) {
            if (!log.floor().equals(floor)) {
                done.accept(new Walked(null, null)); // what was not found may have been dropped
                return;
            }
            out.happened(new SegmentEvent.PageBroken(page, problem));
            onBroken.failed(page, at, problem);
            done.accept(new Walked(null, problem));
        }
    }

    // ---- dropping --------------------------------------------------------------------------------------------------

    /**
     * What came of looking for deltas to drop.
     *
     * @param looked how many were looked at
     * @param drop those that go
     * @param leaves whether others stay
     * @param next where to go on; null at the end
     */
    record Droppable(int looked, List<byte[]> drop, boolean leaves, byte @Nullable [] next) {}

    /**
     * Finds the deltas of a page that the floor sees, from one on, some at a time. Those of a proposal whose fate is not known here
     * stay, since its register needs them.
     */
    void droppable(PageId page, byte @Nullable [] from, Consumer<Droppable> done, Consumer<String> failed) {
        byte[] begin = from == null ? SegmentKeys.pageBegin(page) : from;
        loads.range(
                Loads.Range.ascending(Shelf.REDO, begin, SegmentKeys.pageEnd(page), loadEntries),
                entries -> done.accept(droppable(entries)),
                failed);
    }

    private Droppable droppable(List<StoredEntry> entries) {
        List<byte[]> drop = entries.stream()
                .map(StoredEntry::key)
                .filter(key -> log.floor().sees(SegmentKeys.versionOf(key)) && fate(key) != null)
                .toList();
        // Behind the first commit that the floor does not see it sees none.
        boolean passed = entries.stream()
                .map(StoredEntry::key)
                .anyMatch(key -> !log.floor().sees(SegmentKeys.versionOf(key)) && fate(key) == Fate.COMMITTED);
        boolean more = !passed && entries.size() == loadEntries;
        byte[] next = more ? SegmentKeys.after(entries.get(entries.size() - 1).key()) : null;
        return new Droppable(entries.size(), drop, drop.size() < entries.size(), next);
    }

    private @Nullable Fate fate(byte[] key) {
        return log.acceptor().fates().of(SegmentKeys.versionOf(key).proposal());
    }
}
