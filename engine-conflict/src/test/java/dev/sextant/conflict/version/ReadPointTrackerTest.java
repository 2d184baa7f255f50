package dev.sextant.conflict.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReadPointTrackerTest {
    private static final WriterId W0 = new WriterId(0);

    /** Looks at everything that waits, again and again, until nothing moves. */
    private static final class Dumb {
        private final TreeSet<ProposalId> entered = new TreeSet<>();
        private final TreeMap<ProposalId, ReadPoint> waiting = new TreeMap<>();
        private final long[] frontier = new long[WriterId.MAX_COUNT];

        void aborted(ProposalId id) {
            entered.add(id);
            expect(id);
            drain();
        }

        void committed(ProposalId id, ReadPoint deps) {
            expect(id);
            if (!entered.contains(id)) {
                waiting.put(id, deps);
            }
            drain();
        }

        void expect(ProposalId id) {
            frontier[id.slot()] = Math.max(frontier[id.slot()], id.seq());
        }

        private void drain() {
            for (boolean moved = true; moved; ) {
                moved = false;
                for (ProposalId id : List.copyOf(waiting.keySet())) {
                    if (point().covers(waiting.get(id)) && missingBelow(id) <= ReadPoint.MAX_MISSING) {
                        waiting.remove(id);
                        entered.add(id);
                        moved = true;
                    }
                }
            }
        }

        private long missingBelow(ProposalId id) {
            return LongStream.range(1, id.seq())
                    .filter(seq -> !entered.contains(ProposalId.of(id.slot(), seq)))
                    .count();
        }

        /** The highest point of what has entered that misses at most 64 seqs a slot and ends with one that entered. */
        ReadPoint point() {
            ReadPoint point = ReadPoint.ZERO;
            for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
                List<Long> missing = new ArrayList<>();
                long upTo = 0;
                List<Long> below = List.of();
                for (long seq = 1; seq <= frontier[slot] && missing.size() <= ReadPoint.MAX_MISSING; seq++) {
                    if (entered.contains(ProposalId.of(slot, seq))) {
                        upTo = seq;
                        below = List.copyOf(missing);
                    } else {
                        missing.add(seq);
                    }
                }
                point = point.with(
                        new WriterId(slot),
                        upTo,
                        below.stream().mapToLong(Long::longValue).toArray());
            }
            return point;
        }
    }

    /** Decided proposals with the deps they were made at, told in another order than they happened, with long gaps. */
    @Test
    void agreesWithTheDumbOne() {
        for (long seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            List<Runnable> news = new ArrayList<>();
            ReadPointTracker source = new ReadPointTracker();
            ReadPointTracker tracker = new ReadPointTracker();
            Dumb dumb = new Dumb();
            long[] next = {1, 1, 1, 1};
            int spread = 1 + random.nextInt(90);
            for (int i = 0; i < 150; i++) {
                int slot = random.nextInt(WriterId.MAX_COUNT);
                ProposalId id = ProposalId.of(slot, next[slot]);
                next[slot] += random.nextInt(20) == 0 ? spread : 1;
                ReadPoint deps = source.point();
                boolean commits = random.nextInt(4) > 0;
                if (commits) {
                    source.committed(id, deps);
                } else {
                    source.aborted(id);
                }
                news.add(() -> {
                    List<ProposalId> entered = commits ? tracker.committed(id, deps) : tracker.aborted(id);
                    entered.forEach(each -> assertTrue(tracker.entered(each) && !tracker.waits(each)));
                    entered.forEach(each -> assertTrue(tracker.point().sees(each), "what enters is seen"));
                    if (commits) {
                        dumb.committed(id, deps);
                    } else {
                        dumb.aborted(id);
                    }
                });
            }
            shuffleNearby(news, random, 1 + random.nextInt(100));
            for (Runnable each : news) {
                each.run();
                assertEquals(dumb.point(), tracker.point(), "seed " + seed);
                assertEquals(dumb.waiting.size(), tracker.waitingCount(), "seed " + seed);
            }
            assertEquals(source.point(), tracker.point(), "seed " + seed);
            assertEquals(source.waitingCount(), tracker.waitingCount(), "gaps are never told of");
        }
    }

    private static void shuffleNearby(List<Runnable> news, Random random, int reach) {
        for (int i = 0; i < news.size(); i++) {
            int other = Math.min(news.size() - 1, i + random.nextInt(reach));
            Runnable held = news.get(i);
            news.set(i, news.get(other));
            news.set(other, held);
        }
    }

    /** Who built on what no point can show would propose at a point that does not see its base. */
    @Test
    void bugWhatNoPointCanShowDoesNotEnter() {
        ReadPointTracker tracker = new ReadPointTracker();
        ReadPointTracker writer = new ReadPointTracker();
        for (long seq = 1; seq <= 70; seq++) {
            writer.aborted(ProposalId.of(0, seq));
        }
        ProposalId last = ProposalId.of(0, 71);
        writer.committed(last, ReadPoint.ZERO);
        assertEquals(List.of(), tracker.committed(last, ReadPoint.ZERO));
        assertTrue(tracker.waits(last));
        ProposalId onTop = ProposalId.of(1, 1);
        assertEquals(List.of(), tracker.committed(onTop, ReadPoint.ZERO.with(W0, 71, seqs(1, 64))));
        assertTrue(tracker.waits(onTop));
        for (long seq = 65; seq < 70; seq++) {
            assertEquals(List.of(), tracker.aborted(ProposalId.of(0, seq)));
        }
        assertEquals(List.of(last, onTop), tracker.aborted(ProposalId.of(0, 70)));
        assertTrue(tracker.point().sees(last));
        assertEquals(List.of(ProposalId.of(0, 1), ProposalId.of(0, 2)), tracker.missing(W0, 2));
    }

    private static long[] seqs(long first, long last) {
        long[] seqs = new long[(int) (last - first + 1)];
        for (int i = 0; i < seqs.length; i++) {
            seqs[i] = first + i;
        }
        return seqs;
    }

    /** Far behind, with live news on top of it: this ends in no time, or it would never end. */
    @Test
    void aLongWayBehindCostsNoMoreThanAShortOne() {
        int count = 200_000;
        ReadPointTracker tracker = new ReadPointTracker();
        for (long seq = count; seq > 1; seq--) {
            ReadPoint deps = ReadPoint.ZERO.with(W0, seq - 1, new long[0]);
            assertEquals(List.of(), tracker.committed(ProposalId.of(0, seq), deps));
        }
        assertEquals(count - 1, tracker.waitingCount());
        assertEquals(count, tracker.frontier(W0));
        assertEquals(
                count, tracker.committed(ProposalId.of(0, 1), ReadPoint.ZERO).size());
        assertEquals(ReadPoint.ZERO.with(W0, count, new long[0]), tracker.point());
    }

    @Test
    void startsAtAPointWithMissingSeqs() {
        ReadPoint start = ReadPoint.ZERO.with(W0, 10, new long[] {4, 5, 9});
        ReadPointTracker tracker = new ReadPointTracker(start);
        assertTrue(tracker.entered(ProposalId.of(0, 6)));
        assertFalse(tracker.entered(ProposalId.of(0, 5)));
        tracker.aborted(ProposalId.of(0, 5));
        assertEquals(ReadPoint.ZERO.with(W0, 10, new long[] {4, 9}), tracker.point());
    }

    /** What comes as a whole enters as if it had come one by one, in whatever order, before or after the rest. */
    @Test
    void whatIsCoveredEntersAtOnce() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            ReadPointTracker all = new ReadPointTracker();
            List<ProposalId> ids = new ArrayList<>();
            List<ReadPoint> deps = new ArrayList<>();
            long[] seqs = new long[WriterId.MAX_COUNT];
            for (int i = 0; i < 60; i++) {
                int slot = random.nextInt(WriterId.MAX_COUNT);
                seqs[slot] += 1 + random.nextInt(2) * random.nextInt(3);
                ids.add(ProposalId.of(slot, seqs[slot]));
                deps.add(all.point());
                all.committed(ids.get(i), all.point());
            }
            int covered = random.nextInt(60);
            ReadPoint closed = covered == 0 ? ReadPoint.ZERO : deps.get(covered);
            ReadPointTracker tracker = new ReadPointTracker();
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            int coverAt = random.nextInt(60);
            for (int i = 0; i < 60; i++) {
                if (i == coverAt) {
                    tracker.cover(closed);
                    assertTrue(tracker.point().covers(closed), "seed " + seed);
                }
                int each = order.get(i);
                if (random.nextInt(10) != 0 || !closed.sees(ids.get(each))) {
                    tracker.committed(ids.get(each), deps.get(each));
                }
            }
            for (ProposalId id : ids) {
                assertTrue(tracker.entered(id), "seed " + seed + ": " + id);
            }
            assertEquals(0, tracker.waitingCount());
            assertTrue(tracker.point().covers(closed));
        }
    }
}
