package dev.sextant.replication.sim.check;

import java.util.ArrayList;
import java.util.List;

/** Which transaction must come before which, and why. Nodes are numbers; parallel edges are allowed. */
final class DependencyGraph {
    /** Why one transaction comes before another. */
    enum Dependency {
        /** The second one's append to a list follows the first one's. */
        WW,
        /** The second read what the first appended. */
        WR,
        /** The first did not see what the second appended to a list that it read: an anti-dependency. */
        RW,
        /** One client ran first the one, then the other. */
        SESSION,
        /** The first was acknowledged before the second began. */
        REAL_TIME
    }

    /** The transaction {@code from} comes before {@code to}; {@code list} is empty where no list is the reason. */
    record Edge(int from, int to, Dependency dependency, String list) {}

    private final List<List<Edge>> out = new ArrayList<>();

    DependencyGraph(int nodes) {
        while (out.size() < nodes) {
            addNode();
        }
    }

    /** Adds a node and returns its number. */
    int addNode() {
        out.add(new ArrayList<>(4));
        return out.size() - 1;
    }

    /** Adds an edge, unless it is the one added to its node before. */
    void add(Edge edge) {
        List<Edge> edges = out.get(edge.from());
        if (edges.isEmpty() || !edges.get(edges.size() - 1).equals(edge)) {
            edges.add(edge);
        }
    }

    int size() {
        return out.size();
    }

    /** The edges that leave a node. */
    List<Edge> from(int node) {
        return out.get(node);
    }
}
