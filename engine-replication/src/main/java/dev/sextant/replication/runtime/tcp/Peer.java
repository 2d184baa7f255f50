package dev.sextant.replication.runtime.tcp;

/** A process of the cluster: its name, which is the same in all processes, and where it listens. Immutable. */
public record Peer(String name, String host, int port) {
    private static final int PORT_MOST = 65_535;

    /** Checks the name, the host and the port. */
    public Peer {
        ProcessName.require("peer.name", name);
        Require.that(!host.isBlank(), "peer.host", "of " + name + " is empty; name the host it listens on");
        Require.that(
                port >= 1 && port <= PORT_MOST,
                "peer.port",
                "of " + name + " must be 1 to " + PORT_MOST + ", not " + port);
    }

    /** As people write it. */
    String address() {
        return host + ":" + port;
    }
}
