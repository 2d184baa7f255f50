package dev.sextant.replication.sim.check;

import dev.sextant.replication.sim.check.Anomaly.Kind;
import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does a transaction see what it did itself, and nothing change under its eyes? */
final class InternalCheck {
    private InternalCheck() {}

    static void check(int number, ObservedTransaction transaction, Consumer<Anomaly> found) {
        Map<String, List<Long>> read = new TreeMap<>();
        Map<String, List<Long>> own = new TreeMap<>();
        for (Operation operation : transaction.operations()) {
            if (operation instanceof Operation.Append append) {
                own.computeIfAbsent(append.key(), key -> new ArrayList<>()).add(append.element());
                List<Long> known = read.get(append.key());
                if (known != null) {
                    known.add(append.element());
                }
            } else if (operation instanceof Operation.Read again) {
                if (!agrees(again.elements(), read.get(again.key()), own.getOrDefault(again.key(), List.of()))) {
                    found.accept(new Anomaly(
                            Kind.INTERNAL,
                            "T" + number + " of client " + transaction.client() + " read " + again + " after "
                                    + transaction.operations()));
                }
                read.put(again.key(), new ArrayList<>(again.elements()));
            }
        }
    }

    private static boolean agrees(List<Long> now, @Nullable List<Long> expected, List<Long> own) {
        if (expected != null) {
            return now.equals(expected);
        }
        int from = now.size() - own.size();
        return from >= 0 && now.subList(from, now.size()).equals(own);
    }
}
