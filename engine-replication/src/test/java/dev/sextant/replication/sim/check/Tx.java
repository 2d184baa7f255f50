package dev.sextant.replication.sim.check;

import dev.sextant.api.IsolationLevel;
import dev.sextant.api.ReadConsistency;
import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import dev.sextant.replication.sim.check.ObservedTransaction.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Writes down histories: a transaction is a committed snapshot transaction with session reads, unless it says otherwise. */
final class Tx {
    private final int client;
    private final long began;
    private final long ended;
    private final List<Operation> operations = new ArrayList<>();
    private IsolationLevel isolation = IsolationLevel.SNAPSHOT;
    private ReadConsistency consistency = ReadConsistency.SESSION;
    private Outcome outcome = Outcome.COMMITTED;

    private Tx(int client, long began, long ended) {
        this.client = client;
        this.began = began;
        this.ended = ended;
    }

    static Tx tx(int client, long began, long ended) {
        return new Tx(client, began, ended);
    }

    static List<ObservedTransaction> history(Tx... transactions) {
        return Stream.of(transactions).map(Tx::observed).toList();
    }

    Tx append(String key, long element) {
        operations.add(new Operation.Append(key, element));
        return this;
    }

    Tx read(String key, long... elements) {
        operations.add(new Operation.Read(key, LongStream.of(elements).boxed().toList()));
        return this;
    }

    Tx serializable() {
        isolation = IsolationLevel.SERIALIZABLE;
        return this;
    }

    Tx global() {
        consistency = ReadConsistency.GLOBAL;
        return this;
    }

    Tx strict() {
        return serializable().global();
    }

    Tx aborted() {
        outcome = Outcome.ABORTED;
        return this;
    }

    Tx unknown() {
        outcome = Outcome.UNKNOWN;
        return this;
    }

    ObservedTransaction observed() {
        return new ObservedTransaction(client, began, ended, isolation, consistency, outcome, operations);
    }
}
