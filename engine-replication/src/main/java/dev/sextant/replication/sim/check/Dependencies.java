package dev.sextant.replication.sim.check;

import dev.sextant.replication.sim.check.AppendedList.VersionRead;
import dev.sextant.replication.sim.check.DependencyGraph.Dependency;
import dev.sextant.replication.sim.check.DependencyGraph.Edge;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Infers from a history which of some transactions, the members, come before which. Where transactions that are no members
 * wrote versions in between, the edge spans them: the order of a list is one order, whoever is looked at.
 *
 * <p>Of members whose appends nobody saw it is only known that they come after everything that was seen. There are few, unless
 * a list is hardly ever read; then the first of them stand for all, so that there are never more than linearly many edges.
 */
final class Dependencies {
    private static final int UNSEEN_LIMIT = 16;

    private final History history;
    private final IntPredicate members;
    private final DependencyGraph graph;

    private Dependencies(History history, IntPredicate members) {
        this.history = history;
        this.members = members;
        this.graph = new DependencyGraph(history.size());
    }

    /** The members' dependencies through lists and sessions. */
    static DependencyGraph among(History history, IntPredicate members) {
        Dependencies dependencies = new Dependencies(history, members);
        dependencies.addSessions();
        for (AppendedList list : history.lists()) {
            dependencies.addList(list);
        }
        return dependencies.graph;
    }

    /** As {@link #among}, and of any two members of which one ended before the other began, also that. */
    static DependencyGraph inRealTimeAmong(History history, IntPredicate members) {
        DependencyGraph graph = among(history, members);
        addRealTime(history, members, graph);
        return graph;
    }

    /**
     * A client that was not told that a transaction committed need not find its writes afterwards: it may be settled later. So
     * nothing follows such a transaction, though it follows others.
     */
    private void addSessions() {
        SortedMap<Integer, Integer> last = new TreeMap<>();
        for (int i = 0; i < history.size(); i++) {
            if (members.test(i)) {
                int client = history.get(i).client();
                Integer before = last.get(client);
                if (before != null) {
                    graph.add(new Edge(before, i, Dependency.SESSION, ""));
                }
                if (history.acknowledged(i)) {
                    last.put(client, i);
                }
            }
        }
    }

    private void addList(AppendedList list) {
        int[] writers = list.writers();
        int[] before = new int[writers.length + 1];
        int[] after = new int[writers.length + 1];
        before[0] = AppendedList.NOBODY;
        for (int i = 0; i < writers.length; i++) {
            before[i + 1] = isMember(writers[i]) ? writers[i] : before[i];
            if (isMember(writers[i])) {
                add(before[i], writers[i], Dependency.WW, list);
            }
        }
        after[writers.length] = AppendedList.NOBODY;
        for (int i = writers.length - 1; i >= 0; i--) {
            after[i] = isMember(writers[i]) ? writers[i] : after[i + 1];
        }
        List<Integer> unseen = unseen(list);
        unseen.forEach(writer -> add(before[writers.length], writer, Dependency.WW, list));
        for (VersionRead read : list.reads()) {
            addRead(list, read, before[read.version()], after[read.version()], unseen);
        }
    }

    private void addRead(AppendedList list, VersionRead read, int before, int after, List<Integer> unseen) {
        if (!isMember(read.reader())) {
            return;
        }
        add(before, read.reader(), Dependency.WR, list);
        add(read.reader(), after, Dependency.RW, list);
        if (after == AppendedList.NOBODY) {
            unseen.forEach(writer -> add(read.reader(), writer, Dependency.RW, list));
        }
    }

    private List<Integer> unseen(AppendedList list) {
        return list.unseenAppenders().stream()
                .filter(this::isMember)
                .limit(UNSEEN_LIMIT)
                .collect(Collectors.toList());
    }

    private boolean isMember(int transaction) {
        return transaction >= 0 && members.test(transaction);
    }

    private void add(int from, int to, Dependency dependency, AppendedList list) {
        if (from != to && from >= 0 && to >= 0) {
            graph.add(new Edge(from, to, dependency, list.key()));
        }
    }

    /**
     * A barrier stands at each end of an acknowledged member, in the order of time, and leads to the next. A transaction leads
     * to the barrier at its end, and the last barrier before its beginning leads to it: as good as an edge for each pair.
     */
    private static void addRealTime(History history, IntPredicate members, DependencyGraph graph) {
        int[] byBegin = IntStream.range(0, history.size()).filter(members).toArray();
        int[] byEnd = IntStream.of(byBegin)
                .filter(history::acknowledged)
                .boxed()
                .sorted(Comparator.comparingLong(i -> history.get(i).endedNanos()))
                .mapToInt(i -> i)
                .toArray();
        int barrier = AppendedList.NOBODY;
        int ended = 0;
        for (int transaction : byBegin) {
            long began = history.get(transaction).beganNanos();
            while (ended < byEnd.length && history.get(byEnd[ended]).endedNanos() < began) {
                barrier = addBarrier(graph, barrier, byEnd[ended++]);
            }
            if (barrier >= 0) {
                graph.add(new Edge(barrier, transaction, Dependency.REAL_TIME, ""));
            }
        }
    }

    private static int addBarrier(DependencyGraph graph, int previous, int ended) {
        int barrier = graph.addNode();
        graph.add(new Edge(ended, barrier, Dependency.REAL_TIME, ""));
        if (previous >= 0) {
            graph.add(new Edge(previous, barrier, Dependency.REAL_TIME, ""));
        }
        return barrier;
    }
}
