package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.SegmentId;
import dev.sextant.storage.volume.Founders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A disk counts as one that never held anything only if its process is alive since the volume was made. */
class FoundingTest {
    private static final UUID VOLUME = new UUID(1, 2);
    private static final long LEAST = 1_000;

    private static SortedSet<SegmentId> segments(int... indexes) {
        SortedSet<SegmentId> segments = new TreeSet<>();
        for (int index : indexes) {
            segments.add(new SegmentId(index));
        }
        return segments;
    }

    private static SortedSet<String> names(String... names) {
        return new TreeSet<>(List.of(names));
    }

    private static Founding.PeerState empty(long nonce, int... indexes) {
        return new Founding.PeerState(true, nonce, segments(indexes));
    }

    private static String why(Founding founding) {
        return assertInstanceOf(Founding.Wait.class, founding.decide(() -> VOLUME, LEAST))
                .why();
    }

    private static Founding.Begin begin(Founding founding) {
        return assertInstanceOf(Founding.Begin.class, founding.decide(() -> VOLUME, LEAST));
    }

    @Test
    void theHostOfSegment0MakesAVolumeWhenAllAreThereAndEmpty() {
        Founding a = new Founding("a", 10, segments(0, 1), names("b", "c"));
        assertTrue(why(a).contains("b, c"), why(a));
        a.connected("b", empty(20, 2, 3));
        assertTrue(why(a).contains("waits for c"), why(a));
        a.connected("c", empty(30, 4, 5));
        Founding.Begin begun = begin(a);
        assertEquals(VOLUME, begun.founders().volume());
        assertEquals(new TreeMap<>(Map.of(new SegmentId(0), 0L, new SegmentId(1), 0L)), begun.generations());
        assertTrue(begun.founders().has(new SegmentId(5), 30));
    }

    @Test
    void theOthersWaitUntilTheyAreTold() {
        Founding b = new Founding("b", 20, segments(2, 3), names("a", "c"));
        b.connected("a", empty(10, 0, 1));
        b.connected("c", empty(30, 4, 5));
        assertTrue(why(b).contains("waits for a"), why(b));
        Founders founders = founders(10, 20, 30);
        b.told(founders, Map.of());
        assertEquals(new TreeMap<>(Map.of(new SegmentId(2), 0L, new SegmentId(3), 0L)), begin(b).generations());
    }

    private static Founders founders(long a, long b, long c) {
        TreeMap<SegmentId, Long> nonces = new TreeMap<>();
        segments(0, 1).forEach(segment -> nonces.put(segment, a));
        segments(2, 3).forEach(segment -> nonces.put(segment, b));
        segments(4, 5).forEach(segment -> nonces.put(segment, c));
        return new Founders(VOLUME, nonces);
    }

    @Test
    void whoseProcessIsNotTheOneThatFoundedHasNewDisks() {
        Founding again = new Founding("b", 21, segments(2, 3), names("a", "c"));
        again.told(founders(10, 20, 30), Map.of(new SegmentId(3), 5_000L));
        assertEquals(
                new TreeMap<>(Map.of(new SegmentId(2), LEAST, new SegmentId(3), 5_001L)),
                begin(again).generations());
    }

    @Test
    void noVolumeIsMadeWhereAnyIsThereOrASegmentHasNoHost() {
        Founding a = new Founding("a", 10, segments(0, 1), names("b", "c"));
        a.connected("b", new Founding.PeerState(false, 20, segments(2, 3)));
        a.connected("c", empty(30, 4, 5));
        assertTrue(why(a).contains("b to tell"), why(a));
        a.gone("b");
        a.connected("b", empty(21, 2));
        assertTrue(why(a).contains("no process for segment-3"), why(a));
    }

    /**
     * Processes start, die with or without their disks, connect, and tell each other, in any order: there is one volume, and no segment
     * has two disks of one number.
     */
    @Test
    void thereIsOneVolumeAndNoNumberOfADiskTwice() {
        int founded = 0;
        int refilled = 0;
        for (int seed = 0; seed < 3_000; seed++) {
            Cluster cluster = new Cluster(new Random(seed));
            for (int step = 0; step < 60; step++) {
                cluster.step();
            }
            founded += cluster.volumes.isEmpty() ? 0 : 1;
            refilled += cluster.refilled;
            assertTrue(cluster.volumes.size() <= 1, "seed " + seed + ": " + cluster.volumes);
        }
        assertTrue(founded > 1_000, "founded " + founded);
        assertTrue(refilled > 1_000, "refilled " + refilled);
    }

    /** Three processes; at most one disk is lost at a time, as long as it is not filled again. */
    private static final class Cluster {
        final Random random;
        final Party[] processes = new Party[3];
        final TreeSet<UUID> volumes = new TreeSet<>();
        final List<List<Long>> disks = new ArrayList<>();
        int refilled;
        long clock = LEAST;

        private static final class Party {
            Founding founding;
            long nonce;
            Founders part;
            boolean up;
        }

        Cluster(Random random) {
            this.random = random;
            for (int i = 0; i < 3; i++) {
                processes[i] = new Party();
                disks.add(new ArrayList<>());
            }
        }

        private static String name(int index) {
            return String.valueOf((char) ('a' + index));
        }

        private static SortedSet<SegmentId> hosted(int index) {
            return segments(2 * index, 2 * index + 1);
        }

        void step() {
            int index = random.nextInt(3);
            Party process = processes[index];
            switch (random.nextInt(5)) {
                case 0, 1, 2 -> {
                    if (process.up) {
                        meet(index);
                        decide(index);
                    } else {
                        start(index);
                    }
                }
                case 3 -> stop(index);
                default -> {
                    boolean othersFilled = true;
                    for (int i = 0; i < 3; i++) {
                        othersFilled &= i == index || processes[i].part != null;
                    }
                    if (random.nextInt(3) == 0 && (othersFilled || volumes.isEmpty())) {
                        stop(index);
                        process.part = null;
                    }
                }
            }
        }

        private void start(int index) {
            Party process = processes[index];
            process.up = true;
            process.nonce = random.nextLong();
            SortedSet<String> peers = names("a", "b", "c");
            peers.remove(name(index));
            process.founding = new Founding(name(index), process.nonce, hosted(index), peers);
        }

        private void stop(int index) {
            processes[index].up = false;
            for (Party other : processes) {
                if (other.up) {
                    other.founding.gone(name(index));
                }
            }
        }

        /** Connects to whoever is up; not everybody need be reached. */
        private void meet(int index) {
            Party process = processes[index];
            for (int i = 0; i < 3; i++) {
                Party other = processes[i];
                if (i != index && other.up && random.nextInt(4) != 0) {
                    other.founding.connected(
                            name(index), new Founding.PeerState(process.part == null, process.nonce, hosted(index)));
                    process.founding.connected(
                            name(i), new Founding.PeerState(other.part == null, other.nonce, hosted(i)));
                    if (other.part != null && process.part == null && random.nextInt(3) != 0) {
                        process.founding.told(other.part, Map.of());
                    }
                }
            }
        }

        private void decide(int index) {
            Party process = processes[index];
            clock++;
            if (process.part == null
                    && process.founding.decide(() -> new UUID(random.nextLong(), 0), clock)
                            instanceof Founding.Begin begun) {
                process.part = begun.founders();
                volumes.add(begun.founders().volume());
                long generation = begun.generations().get(hosted(index).first());
                refilled += generation == 0 ? 0 : 1;
                List<Long> earlier = disks.get(index);
                assertTrue(
                        earlier.isEmpty() || generation > earlier.get(earlier.size() - 1),
                        "a disk numbered " + generation + " after " + earlier);
                earlier.add(generation);
                assertNotEquals(0, earlier.size());
            }
        }
    }
}
