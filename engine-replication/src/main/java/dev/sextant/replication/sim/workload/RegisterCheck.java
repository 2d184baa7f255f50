package dev.sextant.replication.sim.workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must be true of what clients saw of registers. A register holds the last value that each client wrote to it, and the
 * values of one client rise; so its states only grow, and of two states it shows which one is older, whatever the isolation
 * level:
 *
 * <ul>
 *   <li>of any two states that were seen one is at or below the other in each place; otherwise a write was lost;
 *   <li>what is seen was written, and not by a transaction that aborted;
 *   <li>a client never sees less than before, nor less than it was told it had written: its session's snapshots only grow, and
 *       changes of one row have one order for everybody, even where those of independent rows have not;
 *   <li>a global read sees every write that was acknowledged, to anyone, before its transaction began;
 *   <li>in the end every acknowledged write is there.
 * </ul>
 */
final class RegisterCheck {
    private final int clients;
    private final List<Event> events = new ArrayList<>();

    RegisterCheck(int clients) {
        this.clients = clients;
    }

    /** Something that a client saw, in the order in which clients saw them. */
    sealed interface Event {
        int client();

        long register();
    }

    private record Timed(int time, Event event) {}

    /** A write whose end is known as far as it ever will be. */
    record Write(int client, long register, long value, Workload.Step step) implements Event {}

    /**
     * A read.
     *
     * @param state the last value of each client; zero for none
     * @param seenBefore how many events there were when its transaction began
     */
    record Read(int client, long register, List<Long> state, boolean global, int seenBefore) implements Event {}

    void add(Event event) {
        events.add(event);
    }

    /** How many things have been seen. */
    int size() {
        return events.size();
    }

    /** Checks everything that was seen, given what is there in the end. */
    List<String> anomalies(SortedMap<Long, List<Long>> last) {
        SortedMap<Long, List<Timed>> byRegister = new TreeMap<>();
        last.keySet().forEach(register -> byRegister.put(register, new ArrayList<>()));
        for (int time = 0; time < events.size(); time++) {
            Event event = events.get(time);
            byRegister
                    .computeIfAbsent(event.register(), any -> new ArrayList<>())
                    .add(new Timed(time, event));
        }
        Findings findings = new Findings();
        byRegister.forEach((register, seen) -> {
            List<Long> end = last.getOrDefault(register, nothing());
            new History(register, seen, end, findings).check();
        });
        return findings.sentences();
    }

    private List<Long> nothing() {
        return Collections.nCopies(clients, 0L);
    }

    private static boolean isAtMost(List<Long> lower, List<Long> upper) {
        for (int i = 0; i < lower.size(); i++) {
            if (lower.get(i) > upper.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** The state of a register that has had two histories of writes. */
    static List<Long> max(List<Long> one, List<Long> other) {
        List<Long> max = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            max.add(Math.max(one.get(i), other.get(i)));
        }
        return max;
    }

    /** What one client wrote, with zeros for the others: the operand of a merge by {@link #max}. */
    static List<Long> only(int clients, int client, long value) {
        List<Long> only = new ArrayList<>(Collections.nCopies(clients, 0L));
        only.set(client, value);
        return only;
    }

    /** The check of one register. */
    private final class History {
        private final long register;
        private final List<Timed> seen;
        private final List<Long> last;
        private final Findings findings;
        /** What became of each value, by the client that wrote it. */
        private final List<SortedMap<Long, Workload.Step>> writes = new ArrayList<>();

        History(long register, List<Timed> seen, List<Long> last, Findings findings) {
            this.register = register;
            this.seen = seen;
            this.last = last;
            this.findings = findings;
        }

        void check() {
            nothing().forEach(client -> writes.add(new TreeMap<>()));
            List<List<Long>> states = new ArrayList<>(List.of(last));
            for (Timed timed : seen) {
                if (timed.event() instanceof Write write) {
                    writes.get(write.client()).put(write.value(), write.step());
                } else if (timed.event() instanceof Read read) {
                    states.add(read.state());
                }
            }
            checkOneLine(states);
            states.forEach(this::checkWritten);
            checkOrder();
        }

        private void checkOneLine(List<List<Long>> states) {
            List<List<Long>> line = new ArrayList<>(states);
            line.sort(Comparator.comparingLong(
                    state -> state.stream().mapToLong(value -> value).sum()));
            for (int i = 1; i < line.size(); i++) {
                List<Long> lower = line.get(i - 1);
                List<Long> upper = line.get(i);
                findings.require(
                        isAtMost(lower, upper), "register %d was both %s and %s, one of which lost a write", register, lower, upper);
            }
        }

        private void checkWritten(List<Long> state) {
            for (int client = 0; client < state.size(); client++) {
                long value = state.get(client);
                Workload.Step step = writes.get(client).get(value);
                findings.require(
                        value == 0 || (step != null && step != Workload.Step.ABORTED),
                        "register %d held %d of client %d, a write that %s",
                        register,
                        value,
                        client,
                        step == null ? "nobody made" : "was aborted");
            }
        }

        private void checkOrder() {
            SortedMap<Integer, List<Long>> ofClient = new TreeMap<>();
            TreeMap<Integer, List<Long>> acknowledged = new TreeMap<>();
            acknowledged.put(-1, nothing());
            for (Timed timed : seen) {
                if (timed.event() instanceof Read read) {
                    List<Long> floor = ofClient.getOrDefault(read.client(), nothing());
                    checkNotBelow(read, floor, "its client had seen");
                    if (read.global()) {
                        List<Long> before = acknowledged.lowerEntry(read.seenBefore()).getValue();
                        checkNotBelow(read, before, "there had been acknowledged");
                    }
                    ofClient.put(read.client(), max(floor, read.state()));
                } else if (timed.event() instanceof Write write && write.step() == Workload.Step.COMMITTED) {
                    List<Long> mine = only(clients, write.client(), write.value());
                    ofClient.merge(write.client(), mine, RegisterCheck::max);
                    acknowledged.put(timed.time(), max(acknowledged.lastEntry().getValue(), mine));
                }
            }
            List<Long> all = acknowledged.lastEntry().getValue();
            findings.require(
                    isAtMost(all, last), "register %d ended as %s after %s was acknowledged", register, last, all);
        }

        private void checkNotBelow(Read read, List<Long> floor, String why) {
            findings.require(
                    isAtMost(floor, read.state()),
                    "client %d read %s from register %d after %s %s",
                    read.client(),
                    read.state(),
                    register,
                    why,
                    floor);
        }
    }
}
