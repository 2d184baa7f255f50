package dev.sextant.bench.demo;

import dev.sextant.api.spi.Check;

/**
 * One attempt at a transfer, and the key of its row in the ledger. Every attempt has an id of its own, the repeated ones of
 * one transfer too: so an attempt that was told to have failed and is in the ledger all the same is found.
 *
 * @param stream the client of one run of the demonstration; no other run has the same
 * @param number counts the client's attempts from 0
 */
record AttemptId(int stream, int number) {
    /** The most clients of one run. */
    static final int MAX_CLIENTS = 64;

    /** The most runs of one folder. */
    static final int MAX_RUNS = Integer.MAX_VALUE / MAX_CLIENTS;

    AttemptId {
        Check.argument(stream >= 0 && number >= 0, "streams and numbers are not negative");
    }

    /** The first attempt of a client. */
    static AttemptId first(int run, int client) {
        Check.argument(run >= 0 && run < MAX_RUNS, "a folder has at most " + MAX_RUNS + " runs");
        Check.argument(client >= 0 && client < MAX_CLIENTS, "a run has at most " + MAX_CLIENTS + " clients");
        return new AttemptId(run * MAX_CLIENTS + client, 0);
    }

    AttemptId next() {
        return new AttemptId(stream, Math.addExact(number, 1));
    }

    long toLong() {
        return (long) stream << Integer.SIZE | number;
    }

    static AttemptId of(long value) {
        return new AttemptId((int) (value >> Integer.SIZE), (int) value);
    }
}
