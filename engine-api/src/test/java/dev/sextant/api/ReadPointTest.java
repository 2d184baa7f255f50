package dev.sextant.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A read point against the dumbest model of it: the set of all proposals it sees. */
class ReadPointTest {
    private static final int HIGHEST = 7;

    @Property
    void seesWhatIsAtOrBelowAndNotMissing(@ForAll("slots") List<Slot> slots) {
        ReadPoint point = point(slots);
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            for (long seq = 1; seq <= HIGHEST + 1; seq++) {
                boolean seen =
                        seq <= slots.get(slot).upTo && !slots.get(slot).missing.contains(seq);
                assertEquals(seen, point.sees(ProposalId.of(slot, seq)));
                VersionId version = VersionId.of(ProposalId.of(slot, seq), Lsn.of(seq, new WriterId(slot)));
                assertEquals(seen, point.sees(version));
            }
        }
        assertTrue(point.sees(VersionId.NONE));
    }

    @Property(tries = 3000)
    void joinsWhatIsSeenHereOrThere(@ForAll("slots") List<Slot> slots, @ForAll("slots") List<Slot> others) {
        ReadPoint point = point(slots);
        ReadPoint other = point(others);
        ReadPoint joined = point.join(other);
        assertEquals(joined, other.join(point));
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            for (long seq = 1; seq < 40; seq++) {
                ProposalId id = ProposalId.of(slot, seq);
                assertEquals(point.sees(id) || other.sees(id), joined.sees(id));
            }
        }
    }

    @Property(tries = 3000)
    void coversWhatItSeesAllOf(@ForAll("slots") List<Slot> slots, @ForAll("slots") List<Slot> others) {
        ReadPoint point = point(slots);
        ReadPoint other = point(others);
        assertEquals(seen(point).containsAll(seen(other)), point.covers(other));
    }

    /** Random pairs seldom cover each other; one that sees a little less than another is where mistakes would hide. */
    @Property(tries = 3000)
    void coversWhatSeesALittleLess(@ForAll("slots") List<Slot> slots, @ForAll("slot") Slot changed) {
        List<Slot> others = new ArrayList<>(slots);
        others.set(0, changed);
        ReadPoint point = point(slots);
        ReadPoint other = point(others);
        assertEquals(seen(point).containsAll(seen(other)), point.covers(other));
        assertEquals(seen(other).containsAll(seen(point)), other.covers(point));
        assertTrue(point.covers(point));
    }

    @Property
    void changesOneSlotOnly(@ForAll("slots") List<Slot> slots, @ForAll("slot") Slot changed) {
        List<Slot> expected = new ArrayList<>(slots);
        expected.set(2, changed);
        ReadPoint point = point(slots);
        ReadPoint next = point.with(new WriterId(2), changed.upTo, changed.array());
        assertEquals(point(expected), next);
        assertEquals(point(expected).hashCode(), next.hashCode());
        assertEquals(point(slots), point);
    }

    @Test
    void keepsNoArrayOfOthers() {
        long[] upTo = {5, 0, 0, 0};
        long[][] missing = {{2, 4}, {}, {}, {}};
        ReadPoint point = ReadPoint.of(upTo, missing);
        upTo[0] = 9;
        missing[0][0] = 3;
        point.missing(new WriterId(0))[0] = 1;
        assertEquals("[5-{2, 4}, 0, 0, 0]", point.toString());
    }

    @Test
    void refusesWhatIsNoReadPoint() {
        WriterId writer = new WriterId(0);
        refused(writer, -1);
        refused(writer, 5, 0);
        refused(writer, 5, 6);
        refused(writer, 5, 3, 3);
        refused(writer, 5, 4, 3);
        refused(
                writer,
                100,
                LongStream.rangeClosed(1, ReadPoint.MAX_MISSING + 1).toArray());
        long[] most = LongStream.rangeClosed(1, ReadPoint.MAX_MISSING).toArray();
        assertEquals(
                ReadPoint.MAX_MISSING, ReadPoint.ZERO.with(writer, 100, most).missing(writer).length);
        assertThrows(IllegalArgumentException.class, () -> ReadPoint.of(new long[3], new long[3][0]));
    }

    private static void refused(WriterId writer, long upTo, long... missing) {
        assertThrows(IllegalArgumentException.class, () -> ReadPoint.ZERO.with(writer, upTo, missing));
    }

    /** What one slot shows. */
    record Slot(long upTo, Set<Long> missing) {
        long[] array() {
            return missing.stream().mapToLong(Long::longValue).toArray();
        }
    }

    @Provide
    Arbitrary<Slot> slot() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, HIGHEST),
                        Arbitraries.longs().between(1, HIGHEST).set().ofMaxSize(3))
                .as((upTo, missing) -> {
                    Set<Long> below = new TreeSet<>(missing);
                    below.removeIf(seq -> seq > upTo);
                    return new Slot(upTo, below);
                });
    }

    @Provide
    Arbitrary<List<Slot>> slots() {
        return slot().list().ofSize(WriterId.MAX_COUNT);
    }

    private static ReadPoint point(List<Slot> slots) {
        return ReadPoint.of(
                slots.stream().mapToLong(Slot::upTo).toArray(),
                slots.stream().map(Slot::array).toArray(long[][]::new));
    }

    private static Set<ProposalId> seen(ReadPoint point) {
        Set<ProposalId> seen = new TreeSet<>();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            for (long seq = 1; seq <= HIGHEST; seq++) {
                ProposalId proposal = ProposalId.of(slot, seq);
                if (point.sees(proposal)) {
                    seen.add(proposal);
                }
            }
        }
        return seen;
    }
}
