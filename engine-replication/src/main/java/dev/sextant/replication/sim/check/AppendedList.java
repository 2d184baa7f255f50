package dev.sextant.replication.sim.check;

import dev.sextant.api.spi.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of one list: who appended what, and the order of its elements, which is that of the longest read. A version of
 * the list is a number: how many elements it has; shorter versions are prefixes, so none is stored.
 */
final class AppendedList {
    /** In place of a transaction where there is none. */
    static final int NOBODY = -1;

    /**
     * A transaction read the version with so many elements, its own appends not counted.
     *
     * @param reader the transaction's number in the history
     * @param beforeOwnAppends whether it had appended nothing of its own to the list by then
     */
    record VersionRead(int reader, int version, boolean beforeOwnAppends) {}

    private final String key;
    private final SortedMap<Long, Integer> appenders = new TreeMap<>();
    private final SortedMap<Integer, Long> lastElements = new TreeMap<>();
    private final List<VersionRead> reads = new ArrayList<>();
    private List<Long> longest = List.of();
    private int longestReader = NOBODY;
    private final SortedMap<Long, Integer> positions = new TreeMap<>();
    private int[] writers = {};

    AppendedList(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    /** Notes who appended an element. */
    void append(int transaction, long element) {
        Check.argument(
                appenders.put(element, transaction) == null,
                "the workload appends " + element + " to " + key + " twice; elements tell appends apart");
        lastElements.put(transaction, element);
    }

    /** Offers what a transaction read as the order of the elements; returns whether it is longer than all before. */
    boolean offer(int reader, List<Long> elements) {
        if (elements.size() <= longest.size()) {
            return false;
        }
        longest = elements;
        longestReader = reader;
        return true;
    }

    /** Called once, after the last {@link #offer}: who wrote which position. */
    void fixOrder() {
        writers = new int[longest.size()];
        for (int i = 0; i < writers.length; i++) {
            boolean first = positions.putIfAbsent(longest.get(i), i) == null;
            writers[i] = first ? appender(longest.get(i)) : NOBODY;
        }
    }

    /** Who appended the element, or {@link #NOBODY}. */
    int appender(long element) {
        return appenders.getOrDefault(element, NOBODY);
    }

    /** Whether its transaction appended another element to this list after this one. */
    boolean isIntermediate(long element) {
        Integer appender = appenders.get(element);
        return appender != null && !Long.valueOf(element).equals(lastElements.get(appender));
    }

    /** All that was ever appended, by whom, whether or not it happened. */
    SortedMap<Long, Integer> appenders() {
        return appenders;
    }

    /** The transaction whose read gives the order, or {@link #NOBODY} if nobody read anything. */
    int longestReader() {
        return longestReader;
    }

    List<Long> longest() {
        return longest;
    }

    /** Who wrote each position of the longest read: a transaction, or {@link #NOBODY} where that makes no sense. */
    int[] writers() {
        return writers;
    }

    /** Where the element is, or where it is at the earliest if nobody ever saw it: after all that was seen. */
    int position(long element) {
        return positions.getOrDefault(element, longest.size());
    }

    /** Whether what was read is a version of this list: a prefix of the longest. */
    boolean isVersion(List<Long> elements) {
        if (elements == longest) {
            return true;
        }
        int i = 0;
        while (i < elements.size() && elements.get(i).equals(longest.get(i))) {
            i++;
        }
        return i == elements.size();
    }

    /** Notes that a version was read. */
    void addRead(VersionRead read) {
        reads.add(read);
    }

    List<VersionRead> reads() {
        return reads;
    }

    /** The transactions that appended something which is not in the longest read, and nothing that is in it. */
    Set<Integer> unseenAppenders() {
        TreeSet<Integer> unseen = new TreeSet<>(appenders.values());
        for (int writer : writers) {
            unseen.remove(writer);
        }
        return unseen;
    }
}
