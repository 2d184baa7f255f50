package dev.sextant.replication.sim.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Which transaction must come before which, and why. Nodes are numbers from 0. */
final class DependencyGraph {
    /** Why one comes before another. */
    enum Why {
        /** It wrote the version before. */
        WW,
        /** The other read what it wrote. */
        WR,
        /** It read the version before the one the other wrote. */
        RW,
        /** The same client ran it before. */
        SESSION,
        /** It had ended when the other began. */
        TIME
    }

    /** From one transaction to another, about a list or about none. */
    record Edge(int from, int to, Why why, String about) {}

    private final List<List<Edge>> outgoing = new ArrayList<>();

    DependencyGraph(int nodes) {
        for (int node = 0; node < nodes; node++) {
            outgoing.add(new ArrayList<>());
        }
    }

    int addNode() {
        outgoing.add(new ArrayList<>());
        return outgoing.size() - 1;
    }

    void add(int from, int to, Why why, String about) {
        if (from != to) {
            outgoing.get(from).add(new Edge(from, to, why, about));
        }
    }

    /** All edges of one kind. */
    List<Edge> edges(Why why) {
        List<Edge> edges = new ArrayList<>();
        for (List<Edge> each : outgoing) {
            each.stream().filter(edge -> edge.why() == why).forEach(edges::add);
        }
        return edges;
    }

    /** The shortest way over edges of these kinds and nodes that are allowed; null if there is none. */
    @Nullable
    List<Edge> path(int from, int to, Set<Why> kinds, IntPredicate allowed) {
        Edge[] cameBy = new Edge[outgoing.size()];
        Deque<Integer> next = new ArrayDeque<>();
        next.add(from);
        while (!next.isEmpty()) {
            for (Edge edge : outgoing.get(next.remove())) {
                if (kinds.contains(edge.why()) && allowed.test(edge.to()) && cameBy[edge.to()] == null) {
                    cameBy[edge.to()] = edge;
                    if (edge.to() == to) {
                        return walkBack(cameBy, from, to);
                    }
                    next.add(edge.to());
                }
            }
        }
        return null;
    }

    private static List<Edge> walkBack(Edge[] cameBy, int from, int to) {
        List<Edge> path = new ArrayList<>();
        int at = to;
        do {
            path.add(cameBy[at]);
            at = cameBy[at].from();
        } while (at != from);
        Collections.reverse(path);
        return path;
    }

    /** A shortest cycle in each knot of nodes that reach each other over these edges. */
    List<List<Edge>> cycles(Set<Why> kinds, IntPredicate allowed) {
        List<List<Edge>> cycles = new ArrayList<>();
        int[] knots = knots(kinds, allowed);
        boolean[] told = new boolean[outgoing.size()];
        for (int node = 0; node < outgoing.size(); node++) {
            int knot = knots[node];
            if (knot >= 0 && !told[knot]) {
                List<Edge> cycle = path(node, node, kinds, other -> knots[other] == knot);
                if (cycle != null) {
                    told[knot] = true;
                    cycles.add(cycle);
                }
            }
        }
        return cycles;
    }

    /** For each node the number of its strongly connected component (Tarjan), -1 for those that are left out. */
    private int[] knots(Set<Why> kinds, IntPredicate allowed) {
        return new Tarjan(EnumSet.copyOf(kinds), allowed).run();
    }

    /** Tarjan's algorithm with a stack of its own, since histories are longer than a thread's stack. */
    private final class Tarjan {
        private final Set<Why> kinds;
        private final IntPredicate allowed;
        private final int[] order = new int[outgoing.size()];
        private final int[] low = new int[outgoing.size()];
        private final int[] position = new int[outgoing.size()];
        private final int[] knot = new int[outgoing.size()];
        private final boolean[] open = new boolean[outgoing.size()];
        private final Deque<Integer> stack = new ArrayDeque<>();
        private int count;

        Tarjan(Set<Why> kinds, IntPredicate allowed) {
            this.kinds = kinds;
            this.allowed = allowed;
            Arrays.fill(knot, -1);
        }

        int[] run() {
            for (int node = 0; node < order.length; node++) {
                if (order[node] == 0 && allowed.test(node)) {
                    visit(node);
                }
            }
            return knot;
        }

        private void visit(int root) {
            Deque<Integer> calls = new ArrayDeque<>();
            enter(root, calls);
            while (!calls.isEmpty()) {
                int node = calls.peek();
                List<Edge> edges = outgoing.get(node);
                if (position[node] < edges.size()) {
                    follow(edges.get(position[node]++), node, calls);
                } else {
                    calls.pop();
                    leave(node);
                    if (!calls.isEmpty()) {
                        low[calls.peek()] = Math.min(low[calls.peek()], low[node]);
                    }
                }
            }
        }

        private void enter(int node, Deque<Integer> calls) {
            order[node] = ++count;
            low[node] = count;
            open[node] = true;
            stack.push(node);
            calls.push(node);
        }

        private void follow(Edge edge, int node, Deque<Integer> calls) {
            if (!kinds.contains(edge.why()) || !allowed.test(edge.to())) {
                return;
            }
            if (order[edge.to()] == 0) {
                enter(edge.to(), calls);
            } else if (open[edge.to()]) {
                low[node] = Math.min(low[node], order[edge.to()]);
            }
        }

        private void leave(int node) {
            if (low[node] != order[node]) {
                return;
            }
            int member;
            do {
                member = stack.pop();
                open[member] = false;
                knot[member] = node;
            } while (member != node);
        }
    }
}
