package dev.sextant.bench.processes;

import java.io.IOException;
import java.util.List;

/**
 * A network namespace for each process, and one more in which two bridges join them: all processes are at the first, and those that are
 * cut off are moved to the second. So packets of theirs no longer arrive, and neither end is told.
 *
 * <p>Thread safety: it may be closed by another thread at any moment, also while it is being opened.
 */
final class NamespaceNetwork implements FleetNetwork {
    /** Addresses that are for examples only, RFC 5737; they mean nothing outside of these namespaces. */
    private static final String NET = "192.0.2.";

    private static final int PORT = 7400;
    private static final String DEVICE = "eth0";
    private static final String WHOLE = "whole";
    private static final String APART = "apart";

    private final int processes;
    private final String group = Namespaces.newGroup();
    private final String hub = group + "hub";
    private boolean closed;

    NamespaceNetwork(int processes) {
        this.processes = processes;
    }

    private String namespace(int process) {
        return group + Fleet.name(process);
    }

    private static String port(int process) {
        return "to-" + Fleet.name(process);
    }

    private static String host(int process) {
        return NET + (process + 1);
    }

    /** Makes it. */
    void open() throws IOException {
        ip("netns", "add", hub);
        for (String bridge : List.of(WHOLE, APART)) {
            ip("-n", hub, "link", "add", bridge, "type", "bridge");
            ip("-n", hub, "link", "set", bridge, "up");
        }
        for (int process = 0; process < processes; process++) {
            String name = namespace(process);
            ip("netns", "add", name);
            // Both ends are made where they are to be: nothing appears in the machine's own network even for a moment.
            ip("-n", hub, "link", "add", port(process), "type", "veth", "peer", "name", DEVICE, "netns", name);
            ip("-n", hub, "link", "set", port(process), "master", WHOLE, "up");
            ip("-n", name, "address", "add", host(process) + "/24", "dev", DEVICE);
            ip("-n", name, "link", "set", DEVICE, "up");
            ip("-n", name, "link", "set", "lo", "up");
        }
    }

    private synchronized void ip(String... arguments) throws IOException {
        if (closed) {
            throw new IOException("the network was removed");
        }
        Ip.run(arguments);
    }

    @Override
    public String listensAt(int process) {
        return host(process) + ":" + PORT;
    }

    @Override
    public String finds(int from, int to) {
        return listensAt(to);
    }

    @Override
    public List<String> entering(int process) {
        return List.of("ip", "netns", "exec", namespace(process));
    }

    @Override
    public boolean wantsTls() {
        return true;
    }

    @Override
    public void cutOff(List<Integer> indexes) throws IOException {
        move(indexes, APART);
    }

    @Override
    public void mend(List<Integer> indexes) throws IOException {
        move(indexes, WHOLE);
    }

    private void move(List<Integer> indexes, String bridge) throws IOException {
        for (int process : indexes) {
            ip("-n", hub, "link", "set", port(process), "master", bridge);
        }
    }

    @Override
    public String description() {
        return "network namespaces " + group + "*, mutual TLS";
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (String name : Namespaces.ours()) {
            if (name.startsWith(group)) {
                Namespaces.remove(name);
            }
        }
    }
}
