package dev.sextant.replication.sim.check;

import dev.sextant.api.IsolationLevel;
import dev.sextant.api.ReadConsistency;
import dev.sextant.replication.sim.check.Anomaly.Kind;
import dev.sextant.replication.sim.check.DependencyGraph.Edge;
import dev.sextant.replication.sim.check.DependencyGraph.Why;
import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import dev.sextant.replication.sim.check.ObservedTransaction.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Judges a history of transactions that append to lists and read them: which anomalies did clients see that their isolation levels
 * forbid? Lists tell more than registers, since a read shows all that was written before and in which order; the method
 * is that of Kingsbury and Alvaro ("Elle: Inferring Isolation Anomalies from Experimental Observations", VLDB 2020).
 *
 * <p>What is forbidden. At any level: everything about single reads; and every cycle of dependencies with at most one read that
 * missed a write, where a client's own order counts as a dependency. That is what parallel snapshot isolation with sessions
 * means: its dependency graphs have no cycle with fewer than two such reads (Cerone and Gotsman, "Analysing Snapshot
 * Isolation", PODC 2016), so write skew and long forks are allowed. Among serializable transactions no cycle at all; if they
 * are GLOBAL as well, none together with the clock. A GLOBAL read of any level sees every commit that was acknowledged before
 * it began.
 *
 * <p>A transaction whose outcome nobody knows counts as committed if an effect of it was seen, and otherwise as nothing.
 */
public final class ListAppendChecker {
    private static final int MOST_ANOMALIES = 20;
    private static final Set<Why> WRITES = EnumSet.of(Why.WW);
    private static final Set<Why> READS_FROM = EnumSet.of(Why.WW, Why.WR, Why.SESSION);
    private static final Set<Why> ALL = EnumSet.of(Why.WW, Why.WR, Why.RW);
    private static final Set<Why> ALL_AND_TIME = EnumSet.of(Why.WW, Why.WR, Why.RW, Why.TIME);

    private final List<ObservedTransaction> history;
    private final List<Anomaly> found = new ArrayList<>();
    private final ListOrders orders;
    private final DependencyGraph graph;

    private ListAppendChecker(List<ObservedTransaction> history) {
        this.history = history;
        orders = new ListOrders(history, found::add);
        graph = new DependencyGraph(history.size());
    }

    /** The anomalies of a history, the worst first; none if it is right. At most twenty are told. */
    public static List<Anomaly> check(List<ObservedTransaction> history) {
        return new ListAppendChecker(List.copyOf(history)).run();
    }

    private List<Anomaly> run() {
        for (int number = 0; number < history.size(); number++) {
            if (history.get(number).outcome() == Outcome.COMMITTED) {
                InternalCheck.check(number, history.get(number), found::add);
                checkGlobal(number);
            }
        }
        if (found.isEmpty()) {
            // Cycles mean nothing where reads do not even agree on the order of writes.
            addDependencies();
            findCycles();
        }
        return found.size() > MOST_ANOMALIES ? List.copyOf(found.subList(0, MOST_ANOMALIES)) : List.copyOf(found);
    }

    // ---- GLOBAL reads ----------------------------------------------------------------------------------------------

    private void checkGlobal(int number) {
        ObservedTransaction reader = history.get(number);
        if (reader.consistency() != ReadConsistency.GLOBAL) {
            return;
        }
        Map<String, Set<Long>> seen = new TreeMap<>();
        for (Operation operation : reader.operations()) {
            if (operation instanceof Operation.Read read) {
                seen.computeIfAbsent(read.key(), key -> new TreeSet<>()).addAll(read.elements());
            }
        }
        if (seen.isEmpty()) {
            return;
        }
        for (int writer = 0; writer < history.size(); writer++) {
            ObservedTransaction before = history.get(writer);
            if (before.outcome() == Outcome.COMMITTED && before.endedNanos() < reader.beganNanos()) {
                checkSeen(number, seen, writer);
            }
        }
    }

    private void checkSeen(int reader, Map<String, Set<Long>> seen, int writer) {
        for (Operation operation : history.get(writer).operations()) {
            if (operation instanceof Operation.Append append) {
                Set<Long> elements = seen.get(append.key());
                if (elements != null && !elements.contains(append.element())) {
                    boolean nowhere = !orders.order(append.key()).contains(append.element());
                    found.add(new Anomaly(
                            nowhere ? Kind.LOST_WRITE : Kind.STALE_GLOBAL_READ,
                            "T" + writer + " was acknowledged before T" + reader + " began, which does not see "
                                    + append));
                }
            }
        }
    }

    // ---- dependencies ----------------------------------------------------------------------------------------------

    private void addDependencies() {
        orders.keys().forEach(this::addWrites);
        for (int number = 0; number < history.size(); number++) {
            if (history.get(number).outcome() == Outcome.COMMITTED) {
                addReads(number);
            }
        }
        addSessions();
    }

    private void addWrites(String key) {
        List<Long> order = orders.order(key);
        for (int i = 1; i < order.size(); i++) {
            Integer before = orders.appender(key, order.get(i - 1));
            Integer after = orders.appender(key, order.get(i));
            if (before != null && after != null) {
                graph.add(before, after, Why.WW, key);
            }
        }
    }

    private void addReads(int reader) {
        for (Operation operation : history.get(reader).operations()) {
            if (operation instanceof Operation.Read read) {
                addRead(reader, read);
            }
        }
    }

    /** What it read of others: its own elements, which stand at the end, are no news to it. */
    private void addRead(int reader, Operation.Read read) {
        int foreign = read.elements().size();
        while (foreign > 0 && isOwn(reader, read.key(), read.elements().get(foreign - 1))) {
            foreign--;
        }
        if (foreign > 0) {
            Integer writer = orders.appender(read.key(), read.elements().get(foreign - 1));
            if (writer != null) {
                graph.add(writer, reader, Why.WR, read.key());
            }
        }
        List<Long> order = orders.order(read.key());
        int next = foreign;
        while (next < order.size() && isOwn(reader, read.key(), order.get(next))) {
            next++;
        }
        if (next < order.size()) {
            Integer writer = orders.appender(read.key(), order.get(next));
            if (writer != null && orders.happened(writer)) {
                graph.add(reader, writer, Why.RW, read.key());
            }
        }
    }

    private boolean isOwn(int transaction, String key, Long element) {
        Integer appender = orders.appender(key, element);
        return appender != null && appender == transaction;
    }

    private void addSessions() {
        Map<Integer, Integer> last = new TreeMap<>();
        List<Integer> byTime = new ArrayList<>();
        for (int number = 0; number < history.size(); number++) {
            byTime.add(number);
        }
        byTime.sort(Comparator.comparingLong(number -> history.get(number).beganNanos()));
        for (int number : byTime) {
            if (history.get(number).outcome() == Outcome.COMMITTED) {
                Integer before = last.put(history.get(number).client(), number);
                if (before != null) {
                    graph.add(before, number, Why.SESSION, "");
                }
            }
        }
    }

    // ---- cycles ----------------------------------------------------------------------------------------------------

    private void findCycles() {
        graph.cycles(WRITES, node -> true).forEach(cycle -> tell(Kind.G0, cycle));
        if (found.isEmpty()) {
            graph.cycles(READS_FROM, node -> true).forEach(cycle -> tell(Kind.G1C, cycle));
        }
        if (found.isEmpty()) {
            graph.edges(Why.RW).forEach(this::findSingle);
        }
        if (found.isEmpty()) {
            graph.cycles(ALL, this::isSerializable).forEach(cycle -> tell(Kind.G2_ITEM, cycle));
        }
        if (found.isEmpty()) {
            addTime();
            graph.cycles(ALL_AND_TIME, node -> node >= history.size() || isStrict(node))
                    .forEach(cycle -> tell(Kind.REAL_TIME, cycle));
        }
    }

    /** A read that missed a write on whose effects it rests all the same. */
    private void findSingle(Edge missed) {
        if (found.size() >= MOST_ANOMALIES) {
            return;
        }
        List<Edge> back = graph.path(missed.to(), missed.from(), READS_FROM, node -> true);
        if (back != null) {
            List<Edge> cycle = new ArrayList<>();
            cycle.add(missed);
            cycle.addAll(back);
            tell(kindOfSingle(missed, back), cycle);
        }
    }

    private static Kind kindOfSingle(Edge missed, List<Edge> back) {
        if (back.size() == 1
                && back.get(0).why() == Why.WW
                && back.get(0).about().equals(missed.about())) {
            return Kind.LOST_UPDATE;
        }
        return back.size() == 1 && back.get(0).why() == Why.WR ? Kind.FRACTURED_READS : Kind.G_SINGLE;
    }

    private boolean isSerializable(int node) {
        return history.get(node).isolation() == IsolationLevel.SERIALIZABLE && orders.happened(node);
    }

    private boolean isStrict(int node) {
        return isSerializable(node)
                && history.get(node).consistency() == ReadConsistency.GLOBAL
                && history.get(node).outcome() == Outcome.COMMITTED;
    }

    /**
     * Whoever ended before another began comes before it. Instead of an edge for each such pair there is a chain of moments: an edge
     * from each transaction to the moment of its end, and one from the last moment before its beginning.
     */
    private void addTime() {
        List<Integer> ends = new ArrayList<>();
        for (int number = 0; number < history.size(); number++) {
            if (isStrict(number)) {
                ends.add(number);
            }
        }
        List<Integer> begins = new ArrayList<>(ends);
        ends.sort(Comparator.comparingLong(number -> history.get(number).endedNanos()));
        begins.sort(Comparator.comparingLong(number -> history.get(number).beganNanos()));
        int moment = -1;
        int ended = 0;
        for (int number : begins) {
            while (ended < ends.size()
                    && history.get(ends.get(ended)).endedNanos()
                            < history.get(number).beganNanos()) {
                int next = graph.addNode();
                graph.add(ends.get(ended++), next, Why.TIME, "");
                if (moment >= 0) {
                    graph.add(moment, next, Why.TIME, "");
                }
                moment = next;
            }
            if (moment >= 0) {
                graph.add(moment, number, Why.TIME, "");
            }
        }
    }

    private void tell(Kind kind, List<Edge> cycle) {
        StringBuilder text = new StringBuilder();
        for (Edge edge : cycle) {
            if (edge.from() < history.size()) {
                text.append("T")
                        .append(edge.from())
                        .append(history.get(edge.from()).operations());
            }
            text.append(" -")
                    .append(edge.why())
                    .append(edge.about().isEmpty() ? "" : " " + edge.about())
                    .append("-> ");
        }
        found.add(new Anomaly(kind, text + "and round"));
    }
}
