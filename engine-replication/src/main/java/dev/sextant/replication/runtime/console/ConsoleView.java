package dev.sextant.replication.runtime.console;

import dev.sextant.api.ClusterHealth;
import java.util.List;

/**
 * What the console shows at one moment.
 *
 * @param name of the process that serves it, or of the volume
 * @param health of the whole cluster, with its status
 * @param members the processes of the cluster, the serving one first; empty if there is only that one
 */
public record ConsoleView(String name, ClusterHealth health, List<Member> members) {
    public ConsoleView {
        members = List.copyOf(members);
    }

    /** How a process is seen from the one that serves the console. */
    public enum Contact {
        /** It is that one. */
        SELF,
        /** There is a connection, and it tells how it is. */
        CONNECTED,
        /** There is a connection, but it has not told how it is of late. */
        SILENT,
        /** There is no connection. */
        GONE
    }

    /**
     * A process of the cluster.
     *
     * @param address where it is looked for
     */
    public record Member(String name, String address, Contact contact) {}
}
