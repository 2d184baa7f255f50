package dev.sextant.replication.sim.check;

import dev.sextant.replication.sim.check.DependencyGraph.Dependency;
import dev.sextant.replication.sim.check.DependencyGraph.Edge;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Puts the nodes of a graph in an order that agrees with the allowed edges and otherwise with their numbers (A. Kahn,
 * <i>Topological sorting of large networks</i>, 1962). Numbers follow time, so that what is near in time is near in the order. Where
 * edges run in a circle, they are not all agreed with.
 */
final class OrderOfTransactions {
    private final DependencyGraph graph;
    private final Set<Dependency> allowed;
    private final int[] open;
    private final boolean[] placed;
    private final int[] positions;
    private final PriorityQueue<Integer> ready = new PriorityQueue<>();
    private int count;

    private OrderOfTransactions(DependencyGraph graph, Set<Dependency> allowed) {
        this.graph = graph;
        this.allowed = allowed;
        open = new int[graph.size()];
        placed = new boolean[graph.size()];
        positions = new int[graph.size()];
    }

    /** The position of each node. */
    static int[] positions(DependencyGraph graph, Set<Dependency> allowed) {
        OrderOfTransactions order = new OrderOfTransactions(graph, allowed);
        order.countOpen();
        for (int node = 0; node < graph.size(); node++) {
            if (order.open[node] == 0) {
                order.ready.add(node);
            }
        }
        order.placeReady();
        for (int node = 0; node < graph.size(); node++) {
            order.ready.add(node);
            order.placeReady();
        }
        return order.positions;
    }

    private void countOpen() {
        for (int node = 0; node < graph.size(); node++) {
            for (Edge edge : graph.from(node)) {
                if (allowed.contains(edge.dependency())) {
                    open[edge.to()]++;
                }
            }
        }
    }

    private void placeReady() {
        while (!ready.isEmpty()) {
            int node = ready.remove();
            if (!placed[node]) {
                placed[node] = true;
                positions[node] = count++;
                release(node);
            }
        }
    }

    private void release(int node) {
        for (Edge edge : graph.from(node)) {
            if (allowed.contains(edge.dependency()) && --open[edge.to()] == 0) {
                ready.add(edge.to());
            }
        }
    }
}
