package dev.sextant.replication.sim.check;

import dev.sextant.api.IsolationLevel;
import dev.sextant.api.ReadConsistency;
import dev.sextant.replication.sim.check.Anomaly.Kind;
import dev.sextant.replication.sim.check.DependencyGraph.Dependency;
import dev.sextant.replication.sim.check.DependencyGraph.Edge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Looks for circles of dependencies, each of which says that a transaction comes before itself. */
final class CycleCheck {
    /** Of how many edges in one component the shortest cycle is looked for: in a broken history there are very many. */
    private static final int EDGES_TRIED = 64;

    private static final Set<Dependency> WRITES = EnumSet.of(Dependency.WW);
    private static final Set<Dependency> READS = EnumSet.of(Dependency.WW, Dependency.WR);
    private static final Set<Dependency> SEEN = EnumSet.of(Dependency.WW, Dependency.WR, Dependency.SESSION);
    private static final Set<Dependency> NOT_TIME = EnumSet.complementOf(EnumSet.of(Dependency.REAL_TIME));
    private static final Set<Dependency> ALL = EnumSet.allOf(Dependency.class);

    private final History history;
    private final Findings findings;

    CycleCheck(History history, Findings findings) {
        this.history = history;
        this.findings = findings;
    }

    /** Checks what each level of isolation forbids. */
    void run() {
        DependencyGraph all = Dependencies.among(history, history::happened);
        report(all, Dependency.WW, WRITES, Kind.G0);
        report(all, Dependency.WR, READS, Kind.G1C);
        report(all, Dependency.SESSION, SEEN, Kind.SESSION_VIOLATION);
        reportMissedWrites(all);
        report(Dependencies.among(history, this::isSerializable), Dependency.RW, NOT_TIME, Kind.G2_ITEM);
        DependencyGraph strict = Dependencies.inRealTimeAmong(history, this::isStrict);
        report(strict, Dependency.REAL_TIME, ALL, Kind.REAL_TIME_VIOLATION);
    }

    private boolean isSerializable(int transaction) {
        return history.happened(transaction) && history.get(transaction).isolation() == IsolationLevel.SERIALIZABLE;
    }

    private boolean isStrict(int transaction) {
        return isSerializable(transaction) && history.get(transaction).consistency() == ReadConsistency.GLOBAL;
    }

    /** Reports for each component of the allowed edges the shortest cycle found that is of this kind, through such an edge. */
    private void report(DependencyGraph graph, Dependency through, Set<Dependency> allowed, Kind kind) {
        int[] components = Components.of(graph, allowed);
        SortedMap<Integer, Integer> tried = new TreeMap<>();
        SortedMap<Integer, List<Edge>> shortest = new TreeMap<>();
        PathSearch search = new PathSearch(graph);
        // only the history's nodes: a cycle of real time leaves one of them too
        for (int node = 0; node < history.size(); node++) {
            int component = components[node];
            for (Edge edge : graph.from(node)) {
                if (edge.dependency() == through
                        && components[edge.to()] == component
                        && tried.merge(component, 1, Integer::sum) <= EDGES_TRIED) {
                    List<Edge> cycle = search.cycleThrough(edge, allowed, to -> components[to] == component);
                    keepShorter(shortest, component, cycle, kind);
                }
            }
        }
        shortest.values().forEach(cycle -> findings.add(kind, sentence(cycle)));
    }

    private static void keepShorter(
            SortedMap<Integer, List<Edge>> shortest, int component, List<Edge> cycle, Kind kind) {
        List<Edge> before = shortest.get(component);
        if (!cycle.isEmpty() && kindOf(cycle) == kind && (before == null || cycle.size() < before.size())) {
            shortest.put(component, cycle);
        }
    }

    /**
     * Reports cycles with one anti-dependency: a transaction missed a write and yet comes after it. What comes after a
     * transaction in an order that agrees with all other dependencies cannot lead to it, so each search is confined to what lies
     * between the two: transactions that ran at about the same time.
     */
    private void reportMissedWrites(DependencyGraph graph) {
        int[] components = Components.of(graph, NOT_TIME);
        int[] positions = OrderOfTransactions.positions(graph, SEEN);
        PathSearch search = new PathSearch(graph);
        List<List<Edge>> cycles = new ArrayList<>();
        for (int node = 0; node < graph.size() && cycles.size() < EDGES_TRIED; node++) {
            int from = node;
            for (Edge edge : graph.from(node)) {
                int to = edge.to();
                if (edge.dependency() == Dependency.RW
                        && components[from] == components[to]
                        && positions[to] < positions[from]) {
                    List<Edge> cycle = search.cycleThrough(edge, SEEN, next -> positions[next] <= positions[from]);
                    addIfAny(cycle, cycles);
                }
            }
        }
        cycles.sort(Comparator.comparingInt(List::size));
        cycles.forEach(cycle -> findings.add(kindOf(cycle), sentence(cycle)));
    }

    private static void addIfAny(List<Edge> cycle, List<List<Edge>> cycles) {
        if (!cycle.isEmpty()) {
            cycles.add(cycle);
        }
    }

    private static Kind kindOf(List<Edge> cycle) {
        long missed = count(cycle, Dependency.RW);
        if (count(cycle, Dependency.REAL_TIME) > 0) {
            return Kind.REAL_TIME_VIOLATION;
        } else if (missed > 1) {
            return Kind.G2_ITEM;
        } else if (count(cycle, Dependency.SESSION) > 0) {
            return Kind.SESSION_VIOLATION;
        } else if (missed == 1) {
            return kindOfMissedWrite(cycle);
        }
        return count(cycle, Dependency.WR) > 0 ? Kind.G1C : Kind.G0;
    }

    private static Kind kindOfMissedWrite(List<Edge> cycle) {
        boolean oneList = cycle.stream().map(Edge::list).distinct().count() == 1;
        boolean readOnce = count(cycle, Dependency.WR) == 0;
        if (oneList && readOnce) {
            return Kind.LOST_UPDATE;
        }
        return cycle.size() == 2 && !readOnce ? Kind.FRACTURED_READ : Kind.G_SINGLE;
    }

    private static long count(List<Edge> cycle, Dependency dependency) {
        return cycle.stream().filter(edge -> edge.dependency() == dependency).count();
    }

    private String sentence(List<Edge> cycle) {
        StringBuilder text = new StringBuilder();
        for (Edge edge : cycle) {
            // a node that stands for an instant is no transaction
            if (edge.from() < history.size()) {
                text.append(history.name(edge.from())).append(because(edge));
            }
        }
        return text.append("T").append(cycle.get(0).from()).toString();
    }

    private static String because(Edge edge) {
        String list = edge.list();
        return switch (edge.dependency()) {
            case WW -> ", whose append to " + list + " was followed by that of ";
            case WR -> ", whose append to " + list + " was read by ";
            case RW -> ", which read " + list + " without the append of ";
            case SESSION -> ", then in the same session ";
            case REAL_TIME -> ", after whose end began ";
        };
    }
}
