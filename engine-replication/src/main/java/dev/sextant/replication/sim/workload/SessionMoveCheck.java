package dev.sextant.replication.sim.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * What must be true of what one client sees that takes another writer for each of its transactions and carries its read point
 * along. Its own row, which nobody else writes, holds what it last committed. The shared row, to which everybody adds, never
 * falls: what the client adds comes on top of what it has seen.
 */
final class SessionMoveCheck {
    private final Findings findings = new Findings();
    private final List<Versions<Long>> own = new ArrayList<>();
    private final List<Long> shared = new ArrayList<>();
    private final PossibleSums sum = new PossibleSums(0);

    SessionMoveCheck(int clients) {
        for (int client = 0; client < clients; client++) {
            own.add(new Versions<>(0L));
            shared.add(0L);
        }
    }

    /** A client has read its own row, zero for none. */
    void readOwn(int client, String writer, long value) {
        Versions<Long> versions = own.get(client);
        if (!versions.admits(value)) {
            findings.add(String.format(
                    "client %d, moved to %s, read %d in its own row instead of %s", client, writer, value, versions));
            return;
        }
        versions.seen(value);
    }

    /** A client has read the shared row, zero for none. */
    void readShared(int client, String writer, long value) {
        findings.require(
                value >= shared.get(client),
                "client %d, moved to %s, read %d in the shared row, which was %d or more for it before",
                client,
                writer,
                value,
                shared.get(client));
        shared.set(client, Math.max(shared.get(client), value));
    }

    /** A transaction has ended that wrote this number to the client's own row and added one to the shared row. */
    void wrote(int client, long number, Workload.Step step) {
        sum.ended(1, step);
        if (step == Workload.Step.UNKNOWN) {
            own.get(client).perhaps(number, number);
        } else if (step == Workload.Step.COMMITTED) {
            own.get(client).wrote(number, number);
            shared.set(client, shared.get(client) + 1);
        }
    }

    /** What is there in the end. */
    void ended(List<Long> lastOwn, long lastShared) {
        for (int client = 0; client < own.size(); client++) {
            readOwn(client, "the last read", lastOwn.get(client));
            readShared(client, "the last read", lastShared);
        }
        findings.require(sum.admits(lastShared), "the shared row is %d in the end instead of %s", lastShared, sum);
    }

    List<String> anomalies() {
        return findings.sentences();
    }
}
