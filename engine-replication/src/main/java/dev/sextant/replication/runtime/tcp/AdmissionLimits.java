package dev.sextant.replication.runtime.tcp;

/**
 * How much those who have not shown yet who they are can take. Immutable.
 *
 * @param helloBytes the longest hello
 * @param handshakes the most incoming connections in their handshake
 * @param connections the most incoming connections
 * @param connectionsPerAddress the most incoming connections from one address; processes that share a machine share it
 * @param names the most different peers in the life of a process
 */
public record AdmissionLimits(int helloBytes, int handshakes, int connections, int connectionsPerAddress, int names) {
    /** Enough for the largest cluster on one machine: one address cannot use up all handshakes. */
    public static final AdmissionLimits DEFAULT = new AdmissionLimits(4 << 10, 64, 128, 48, 1_024);

    private static final int COUNT_MOST = 1_000_000;

    /** Checks each. */
    public AdmissionLimits {
        Require.within("tcp.helloBytes", helloBytes, 1, 64 << 10);
        Require.within("tcp.handshakes", handshakes, 1, COUNT_MOST);
        Require.within("tcp.connections", connections, 1, COUNT_MOST);
        Require.within("tcp.connectionsPerAddress", connectionsPerAddress, 1, COUNT_MOST);
        Require.within("tcp.names", names, 1, COUNT_MOST);
    }
}
