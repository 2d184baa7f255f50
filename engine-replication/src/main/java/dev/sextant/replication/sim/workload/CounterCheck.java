package dev.sextant.replication.sim.workload;

import dev.sextant.api.ConflictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must be true of what clients saw of counters to which everybody adds. Each transaction adds a positive number to one
 * or more of the hot counters, and their sum to the client's own one. So in every snapshot the hot counters and the clients'
 * own ones have one sum; a client's own counter is what it has added; and no counter ever falls.
 */
final class CounterCheck {
    private final Findings findings = new Findings();
    private final List<PossibleSums> own = new ArrayList<>();
    private final SortedMap<Long, PossibleSums> hot = new TreeMap<>();
    private final List<SortedMap<Long, Long>> seen = new ArrayList<>();

    CounterCheck(int clients) {
        for (int client = 0; client < clients; client++) {
            own.add(new PossibleSums(0));
            seen.add(new TreeMap<>());
        }
    }

    /**
     * What a client saw of all counters in one snapshot; one that is absent counts as zero.
     *
     * @param leastBefore what each client's own counter was at least, by {@link #least}, before its transaction began; empty
     *     if the read was not to see all that was acknowledged
     */
    record Read(int client, List<Long> leastBefore, SortedMap<Long, Long> hot, SortedMap<Integer, Long> own) {}

    /** What has been acknowledged to each client. */
    List<Long> least() {
        return own.stream().map(PossibleSums::least).toList();
    }

    /** A transaction that only adds has ended. */
    void added(int client, SortedMap<Long, Long> additions, Attempt attempt) {
        attempt.conflict()
                .ifPresent(kind -> findings.require(
                        kind == ConflictKind.ABANDONED,
                        "additions %s of client %d lost a conflict: %s",
                        additions,
                        client,
                        kind));
        additions.forEach((counter, addition) -> {
            hot.computeIfAbsent(counter, any -> new PossibleSums(0)).ended(addition, attempt.step());
            own.get(client).ended(addition, attempt.step());
            if (attempt.committed()) {
                seen.get(client).merge(counter, addition, Long::sum);
            }
        });
    }

    void read(Read read) {
        String who = "client " + read.client();
        checkSums(who, read.hot(), read.own());
        long mine = read.own().getOrDefault(read.client(), 0L);
        findings.require(
                own.get(read.client()).admits(mine),
                "%s read %d as its own sum, but added %s",
                who,
                mine,
                own.get(read.client()));
        SortedMap<Long, Long> floors = seen.get(read.client());
        floors.forEach((counter, floor) -> findings.require(
                read.hot().getOrDefault(counter, 0L) >= floor,
                "%s read %s from counter %d, which was %d or more for it before",
                who,
                read.hot().get(counter),
                counter,
                floor));
        read.hot().forEach((counter, value) -> floors.merge(counter, value, Math::max));
        for (int client = 0; client < read.leastBefore().size(); client++) {
            findings.require(
                    read.own().getOrDefault(client, 0L) >= read.leastBefore().get(client),
                    "a global read of %s saw %s of client %d, to whom %d had been acknowledged",
                    who,
                    read.own().get(client),
                    client,
                    read.leastBefore().get(client));
        }
    }

    /** What is there in the end. */
    void ended(SortedMap<Long, Long> lastHot, SortedMap<Integer, Long> lastOwn) {
        checkSums("the last read", lastHot, lastOwn);
        for (int client = 0; client < own.size(); client++) {
            long value = lastOwn.getOrDefault(client, 0L);
            findings.require(
                    own.get(client).admits(value), "client %d added %s, but %d is left", client, own.get(client), value);
        }
        hot.forEach((counter, sums) -> {
            long value = lastHot.getOrDefault(counter, 0L);
            findings.require(sums.admits(value), "%s was added to counter %d, which holds %d", sums, counter, value);
        });
    }

    private void checkSums(String who, SortedMap<Long, Long> hotValues, SortedMap<Integer, Long> ownValues) {
        long sumOfHot = hotValues.values().stream().mapToLong(value -> value).sum();
        long sumOfOwn = ownValues.values().stream().mapToLong(value -> value).sum();
        findings.require(
                sumOfHot == sumOfOwn,
                "%s saw half a transaction: %d in the counters, %d in the clients' own",
                who,
                sumOfHot,
                sumOfOwn);
    }

    List<String> anomalies() {
        return findings.sentences();
    }
}
