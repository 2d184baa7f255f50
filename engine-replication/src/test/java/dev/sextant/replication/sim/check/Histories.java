package dev.sextant.replication.sim.check;

import dev.sextant.api.IsolationLevel;
import dev.sextant.api.ReadConsistency;
import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import dev.sextant.replication.sim.check.ObservedTransaction.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Histories as short as they can be written: {@code "a+1"} appends 1 to a, {@code "a=1,2"} reads a. */
final class Histories {
    private final List<ObservedTransaction> transactions = new ArrayList<>();
    private IsolationLevel isolation = IsolationLevel.SNAPSHOT;
    private ReadConsistency consistency = ReadConsistency.SESSION;
    private long clock;

    Histories serializable() {
        isolation = IsolationLevel.SERIALIZABLE;
        return this;
    }

    Histories snapshot() {
        isolation = IsolationLevel.SNAPSHOT;
        return this;
    }

    Histories global() {
        consistency = ReadConsistency.GLOBAL;
        return this;
    }

    Histories session() {
        consistency = ReadConsistency.SESSION;
        return this;
    }

    Histories ok(int client, String... operations) {
        return next(client, Outcome.COMMITTED, operations);
    }

    Histories fail(int client, String... operations) {
        return next(client, Outcome.ABORTED, operations);
    }

    Histories info(int client, String... operations) {
        return next(client, Outcome.UNKNOWN, operations);
    }

    private Histories next(int client, Outcome outcome, String... operations) {
        clock += 2;
        return add(client, outcome, clock - 2, clock - 1, operations);
    }

    /** Committed, at the same time as all others of this kind. */
    Histories beside(int client, String... operations) {
        return add(client, Outcome.COMMITTED, 0, Integer.MAX_VALUE, operations);
    }

    private Histories add(int client, Outcome outcome, long began, long ended, String... operations) {
        List<Operation> parsed = new ArrayList<>();
        for (String operation : operations) {
            parsed.add(parse(operation));
        }
        transactions.add(new ObservedTransaction(client, began, ended, isolation, consistency, outcome, parsed));
        return this;
    }

    private static Operation parse(String text) {
        int plus = text.indexOf('+');
        if (plus > 0) {
            return new Operation.Append(text.substring(0, plus), Long.parseLong(text.substring(plus + 1)));
        }
        int equals = text.indexOf('=');
        List<Long> elements = new ArrayList<>();
        for (String element : text.substring(equals + 1).split(",", -1)) {
            if (!element.isEmpty()) {
                elements.add(Long.parseLong(element));
            }
        }
        return new Operation.Read(text.substring(0, equals), elements);
    }

    List<ObservedTransaction> all() {
        return transactions;
    }
}
