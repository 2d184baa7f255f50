package dev.sextant.replication.runtime;

import dev.sextant.api.SegmentId;
import dev.sextant.storage.volume.Founders;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a process whose directory is empty becomes part of a volume: makes a new one together with the others, if all of them are there
 * and empty, too, or learns from the others of the one there is. PURE, and used while the directory is empty.
 *
 * <p>Whoever votes with an empty disk as if it had always been empty could undo what was acknowledged. So a disk counts as one that
 * never held anything only if its process is alive since the volume was made: its number, drawn when it started, is among those of
 * the founders. The process that hosts segment 0 makes the volume, and each tells it to whom it finds empty; if any founder dies before
 * it was told, its disks are filled from the others as any new ones.
 */
final class Founding {
    private static final SegmentId FIRST = new SegmentId(0);

    private final String self;
    private final long nonce;
    private final SortedSet<SegmentId> hosted;
    private final SortedSet<String> peers;
    private final SortedMap<String, PeerState> connected = new TreeMap<>();
    private @Nullable Founders told;
    private SortedMap<SegmentId, Long> knownGenerations = new TreeMap<>();

    /**
     * What another process says of itself when it connects.
     *
     * @param isEmpty whether its directory is
     * @param nonce drawn when it started
     */
    record PeerState(boolean isEmpty, long nonce, SortedSet<SegmentId> segments) {}

    /** What is to be done. */
    sealed interface Decision {}

    /** Nothing can be done yet; says why, for people. */
    record Wait(String why) implements Decision {}

    /**
     * The directory becomes part of a volume.
     *
     * @param generations the numbers of this process's disks
     */
    record Begin(Founders founders, SortedMap<SegmentId, Long> generations) implements Decision {}

    Founding(String self, long nonce, SortedSet<SegmentId> hosted, SortedSet<String> peers) {
        this.self = self;
        this.nonce = nonce;
        this.hosted = hosted;
        this.peers = peers;
    }

    void connected(String peer, PeerState state) {
        connected.put(peer, state);
    }

    void gone(String peer) {
        connected.remove(peer);
    }

    /**
     * Another process has told of the volume it is part of.
     *
     * @param generations the highest numbers of disks it knows of
     */
    void told(Founders founders, Map<SegmentId, Long> generations) {
        told = founders;
        generations.forEach((segment, generation) -> knownGenerations.merge(segment, generation, Math::max));
    }

    /**
     * What to do now.
     *
     * @param draw draws the id of a new volume
     * @param leastGeneration the least number of a disk that is new: higher than any number drawn so before
     */
    Decision decide(Supplier<UUID> draw, long leastGeneration) {
        Founders known = told;
        if (known != null) {
            return new Begin(known, generations(known, leastGeneration));
        }
        List<String> parts = connected.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        if (!parts.isEmpty()) {
            return new Wait("waits for " + String.join(", ", parts) + " to tell of which volume it is part");
        }
        SortedSet<String> absent = new TreeSet<>(peers);
        absent.removeAll(connected.keySet());
        if (!absent.isEmpty()) {
            return new Wait("waits for " + String.join(", ", absent)
                    + ": a new volume is made when all processes are there, and a lost disk is filled from them");
        }
        SortedMap<SegmentId, Long> nonces = new TreeMap<>();
        hosted.forEach(segment -> nonces.put(segment, nonce));
        connected.values().forEach(state -> state.segments().forEach(segment -> nonces.put(segment, state.nonce())));
        if (nonces.size() < SegmentId.COUNT) {
            return new Wait("finds no process for " + missing(nonces) + ": give each segment to one of them");
        }
        if (!hosted.contains(FIRST)) {
            return new Wait("waits for " + host(FIRST) + ", which hosts " + FIRST + ", to make the volume");
        }
        Founders founders = new Founders(draw.get(), nonces);
        return new Begin(founders, generations(founders, leastGeneration));
    }

    private SortedMap<SegmentId, Long> generations(Founders founders, long leastGeneration) {
        SortedMap<SegmentId, Long> generations = new TreeMap<>();
        for (SegmentId segment : hosted) {
            long next = Math.max(leastGeneration, knownGenerations.getOrDefault(segment, 0L) + 1);
            generations.put(segment, founders.has(segment, nonce) ? 0 : next);
        }
        return generations;
    }

    private String host(SegmentId segment) {
        return connected.entrySet().stream()
                .filter(each -> each.getValue().segments().contains(segment))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(self);
    }

    private static String missing(SortedMap<SegmentId, Long> nonces) {
        SortedSet<SegmentId> missing = new TreeSet<>();
        for (int index = 0; index < SegmentId.COUNT; index++) {
            missing.add(new SegmentId(index));
        }
        missing.removeAll(nonces.keySet());
        return missing.stream().map(SegmentId::toString).collect(Collectors.joining(", "));
    }
}
