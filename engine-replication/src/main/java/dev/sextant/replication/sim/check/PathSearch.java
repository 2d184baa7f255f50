package dev.sextant.replication.sim.check;

import dev.sextant.replication.sim.check.DependencyGraph.Dependency;
import dev.sextant.replication.sim.check.DependencyGraph.Edge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Searches a graph for shortest paths, breadth first; made to be asked often, so it never clears what it notes of a node. */
final class PathSearch {
    private final DependencyGraph graph;
    private final int[] visitedIn;
    private final @Nullable Edge[] cameBy;
    private int search;

    PathSearch(DependencyGraph graph) {
        this.graph = graph;
        visitedIn = new int[graph.size()];
        cameBy = new Edge[graph.size()];
    }

    /**
     * The shortest cycle that begins with this edge and goes on over allowed edges, through nodes inside; empty if there is none.
     */
    List<Edge> cycleThrough(Edge first, Set<Dependency> allowed, IntPredicate inside) {
        search++;
        Deque<Integer> frontier = new ArrayDeque<>();
        visitedIn[first.to()] = search;
        frontier.add(first.to());
        while (!frontier.isEmpty() && visitedIn[first.from()] != search) {
            for (Edge edge : graph.from(frontier.remove())) {
                if (allowed.contains(edge.dependency()) && visitedIn[edge.to()] != search && inside.test(edge.to())) {
                    visitedIn[edge.to()] = search;
                    cameBy[edge.to()] = edge;
                    frontier.add(edge.to());
                }
            }
        }
        return visitedIn[first.from()] == search ? cycle(first) : List.of();
    }

    private List<Edge> cycle(Edge first) {
        List<Edge> backwards = new ArrayList<>();
        int node = first.from();
        while (node != first.to()) {
            Edge edge = cameBy[node];
            if (edge == null) {
                throw new AssertionError("visited " + node + " without coming there");
            }
            backwards.add(edge);
            node = edge.from();
        }
        backwards.add(first);
        Collections.reverse(backwards);
        return backwards;
    }
}
