package dev.sextant.bench.processes;

import java.io.IOException;
import java.util.List;

/** How the processes of a fleet reach each other, and how the ways between them are cut and mended. For one thread. */
interface FleetNetwork extends AutoCloseable {
    /** Where a process listens, as host and port. */
    String listensAt(int process);

    /** Where one process finds another. */
    String finds(int from, int to);

    /** What a command begins with that is to run where a process lives; empty if that is where everybody does. */
    List<String> entering(int process);

    /** Whether it is more than a loopback, so that nodes need TLS on it. */
    boolean wantsTls();

    /** Cuts all ways between these processes and the others; those among them, and among the others, stay. */
    void cutOff(List<Integer> processes) throws IOException;

    /** Mends them. */
    void mend(List<Integer> processes) throws IOException;

    /** What it is, for people. */
    String description();

    @Override
    void close() throws IOException;
}
