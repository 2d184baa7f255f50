package dev.sextant.replication.sim.check;

import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import dev.sextant.replication.sim.check.ObservedTransaction.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes a history as EDN, an operation a line, in the form that Elle's {@code list-append} reads (as Jepsen writes it): so that
 * anyone can have it judged by a tool that is not ours.
 *
 * <p>A process whose operation ended in {@code :info} may still be at work, so Jepsen never uses it again; what the same client did
 * afterwards is written as another process.
 */
public final class EdnHistory {
    private final List<ObservedTransaction> history;
    private final int clients;

    private record Line(long timeNanos, int order, String type, int process, ObservedTransaction transaction) {}

    private EdnHistory(List<ObservedTransaction> history) {
        this.history = history;
        clients =
                1 + history.stream().mapToInt(ObservedTransaction::client).max().orElse(0);
    }

    /** Hands the lines of a history, in the order of time, to somebody. */
    public static void write(List<ObservedTransaction> history, Consumer<? super String> lines) {
        new EdnHistory(List.copyOf(history)).write(lines);
    }

    private void write(Consumer<? super String> out) {
        int index = 0;
        for (Line line : lines()) {
            boolean asked = line.type().equals("invoke");
            out.accept("{:index " + index++ + ", :time " + line.timeNanos() + ", :type :" + line.type() + ", :process "
                    + line.process() + ", :f :txn, :value " + value(line.transaction(), asked) + "}");
        }
    }

    private List<Line> lines() {
        List<ObservedTransaction> byBeginning = new ArrayList<>(history);
        byBeginning.sort(Comparator.comparingLong(ObservedTransaction::beganNanos));
        Map<Integer, Integer> lives = new TreeMap<>();
        List<Line> lines = new ArrayList<>();
        for (ObservedTransaction transaction : byBeginning) {
            int life = lives.getOrDefault(transaction.client(), 0);
            int process = transaction.client() + life * clients;
            lines.add(new Line(transaction.beganNanos(), 1, "invoke", process, transaction));
            lines.add(new Line(transaction.endedNanos(), 0, type(transaction.outcome()), process, transaction));
            if (transaction.outcome() == Outcome.UNKNOWN) {
                lives.put(transaction.client(), life + 1);
            }
        }
        lines.sort(Comparator.comparingLong(Line::timeNanos).thenComparingInt(Line::order));
        return lines;
    }

    private static String type(Outcome outcome) {
        return switch (outcome) {
            case COMMITTED -> "ok";
            case ABORTED -> "fail";
            case UNKNOWN -> "info";
        };
    }

    private static String value(ObservedTransaction transaction, boolean asked) {
        StringBuilder text = new StringBuilder("[");
        for (Operation operation : transaction.operations()) {
            text.append(text.length() == 1 ? "[" : " [");
            if (operation instanceof Operation.Append append) {
                text.append(":append ").append(quoted(append.key())).append(' ').append(append.element());
            } else if (operation instanceof Operation.Read read) {
                text.append(":r ").append(quoted(read.key())).append(' ');
                text.append(asked || transaction.outcome() != Outcome.COMMITTED ? "nil" : elements(read));
            }
            text.append(']');
        }
        return text.append(']').toString();
    }

    private static String quoted(String key) {
        return '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String elements(Operation.Read read) {
        return read.elements().toString().replace(",", "");
    }
}
