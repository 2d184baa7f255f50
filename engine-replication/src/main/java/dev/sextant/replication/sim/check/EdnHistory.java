package dev.sextant.replication.sim.check;

import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import dev.sextant.replication.sim.check.ObservedTransaction.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes a history down so that Elle's own list-append checker can read it, for a second opinion: one operation a line, in EDN, in
 * the order of time, each transaction as the invocation of a {@code :txn} and its completion.
 *
 * <p>To Elle a client is a process. One whose transaction ended in {@code :info}, which may still be running, does nothing more;
 * the client goes on as a new process, numbered as Jepsen does it: by the number of clients further on.
 *
 * <p>Of events at one instant, what clients begin after an earlier instant comes first, then what they complete, then what they
 * begin next: as little order as one line after the other can show.
 */
public final class EdnHistory {
    /** Half of a transaction; {@code rank} orders the events of one client at one instant. */
    private record Event(long nanos, int rank, int process, String type, ObservedTransaction transaction) {}

    private EdnHistory() {}

    /** The text, with a line break at the end of each line; transactions may come in any order. */
    public static String of(List<ObservedTransaction> observed) {
        List<Event> events = new ArrayList<>();
        int clients = 1 + observed.stream().mapToInt(ObservedTransaction::client).max().orElse(0);
        byClient(observed).values().forEach(transactions -> addEvents(transactions, clients, events));
        events.sort(Comparator.comparingLong(Event::nanos).thenComparingInt(Event::rank));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
            text.append(line(i, events.get(i))).append('\n');
        }
        return text.toString();
    }

    private static SortedMap<Integer, List<ObservedTransaction>> byClient(List<ObservedTransaction> observed) {
        return observed.stream()
                .sorted(Comparator.comparingLong(ObservedTransaction::beganNanos)
                        .thenComparingLong(ObservedTransaction::endedNanos))
                .collect(Collectors.groupingBy(ObservedTransaction::client, TreeMap::new, Collectors.toList()));
    }

    private static void addEvents(List<ObservedTransaction> ofOneClient, int clients, List<Event> events) {
        int process = ofOneClient.get(0).client();
        long nanos = Long.MIN_VALUE;
        int rank = 0;
        for (ObservedTransaction transaction : ofOneClient) {
            rank = transaction.beganNanos() == nanos ? rank + 1 : 0;
            events.add(new Event(transaction.beganNanos(), rank, process, ":invoke", transaction));
            nanos = transaction.endedNanos();
            rank = nanos == transaction.beganNanos() ? rank + 1 : 1;
            events.add(new Event(nanos, rank, process, completion(transaction.outcome()), transaction));
            process += transaction.outcome() == Outcome.UNKNOWN ? clients : 0;
        }
    }

    private static String completion(Outcome outcome) {
        return switch (outcome) {
            case COMMITTED -> ":ok";
            case ABORTED -> ":fail";
            case UNKNOWN -> ":info";
        };
    }

    private static String line(int index, Event event) {
        boolean read = event.type().equals(":ok");
        String value = event.transaction().operations().stream()
                .map(operation -> edn(operation, read))
                .collect(Collectors.joining(" ", "[", "]"));
        return "{:index " + index + " :type " + event.type() + " :process " + event.process() + " :time "
                + event.nanos() + " :f :txn :value " + value + "}";
    }

    private static String edn(Operation operation, boolean read) {
        String key = quoted(operation.key());
        if (operation instanceof Operation.Append append) {
            return "[:append " + key + " " + append.element() + "]";
        } else if (operation instanceof Operation.Read it) {
            return "[:r " + key + " " + (read ? edn(it.elements()) : "nil") + "]";
        }
        throw new AssertionError("unhandled " + operation);
    }

    private static String edn(List<Long> elements) {
        return elements.stream().map(String::valueOf).collect(Collectors.joining(" ", "[", "]"));
    }

    private static String quoted(String key) {
        return '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
