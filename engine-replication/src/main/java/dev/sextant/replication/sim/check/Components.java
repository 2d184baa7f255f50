package dev.sextant.replication.sim.check;

import dev.sextant.replication.sim.check.DependencyGraph.Dependency;
import dev.sextant.replication.sim.check.DependencyGraph.Edge;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;

/**
 * The strongly connected components of a graph: two nodes are in one if and only if they are on a common cycle. R. Tarjan,
 * <i>Depth-first search and linear graph algorithms</i> (1972), with a stack of its own, for chains are long.
 */
final class Components {
    private static final int UNSEEN = -1;

    private final DependencyGraph graph;
    private final Set<Dependency> allowed;
    private final int[] number;
    private final int[] low;
    private final int[] nextEdge;
    private final int[] component;
    private final Deque<Integer> path = new ArrayDeque<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    private int numbered;

    private Components(DependencyGraph graph, Set<Dependency> allowed) {
        this.graph = graph;
        this.allowed = allowed;
        number = new int[graph.size()];
        low = new int[graph.size()];
        nextEdge = new int[graph.size()];
        component = new int[graph.size()];
        Arrays.fill(number, UNSEEN);
        Arrays.fill(component, UNSEEN);
    }

    /** For each node the component it is in, named by one of its nodes, if only the allowed edges are there. */
    static int[] of(DependencyGraph graph, Set<Dependency> allowed) {
        Components components = new Components(graph, allowed);
        for (int node = 0; node < graph.size(); node++) {
            if (components.number[node] == UNSEEN) {
                components.visit(node);
            }
        }
        return components.component;
    }

    private void visit(int root) {
        enter(root);
        while (!path.isEmpty()) {
            int node = path.peek();
            if (nextEdge[node] < graph.from(node).size()) {
                follow(node, graph.from(node).get(nextEdge[node]++));
            } else {
                leave(node);
            }
        }
    }

    private void enter(int node) {
        number[node] = numbered;
        low[node] = numbered++;
        path.push(node);
        open.push(node);
    }

    private void follow(int node, Edge edge) {
        if (!allowed.contains(edge.dependency())) {
            return;
        }
        if (number[edge.to()] == UNSEEN) {
            enter(edge.to());
        } else if (component[edge.to()] == UNSEEN) {
            low[node] = Math.min(low[node], number[edge.to()]);
        }
    }

    private void leave(int node) {
        path.pop();
        if (low[node] == number[node]) {
            int member;
            do {
                member = open.pop();
                component[member] = node;
            } while (member != node);
        }
        Integer parent = path.peek();
        if (parent != null) {
            low[parent] = Math.min(low[parent], low[node]);
        }
    }
}
