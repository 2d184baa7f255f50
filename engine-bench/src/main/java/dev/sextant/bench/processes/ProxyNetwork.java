package dev.sextant.bench.processes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Ports of the loopback, with a proxy for each direction between two processes. */
final class ProxyNetwork implements FleetNetwork {
    private static final String HOST = "127.0.0.1:";

    private final List<Integer> ports;
    /** From the number of the process that dials and that which it looks for. */
    private final SortedMap<Way, CutLink> links = new TreeMap<>();

    private record Way(int from, int to) implements Comparable<Way> {
        @Override
        public int compareTo(Way other) {
            return from == other.from ? Integer.compare(to, other.to) : Integer.compare(from, other.from);
        }
    }

    ProxyNetwork(int processes) throws IOException {
        ports = freePorts(processes);
        for (int from = 0; from < processes; from++) {
            for (int to = 0; to < processes; to++) {
                if (from != to) {
                    links.put(new Way(from, to), new CutLink(ports.get(to)));
                }
            }
        }
    }

    /** They may be taken by somebody else meanwhile; then a process says so and the run fails. */
    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    private CutLink link(int from, int to) {
        CutLink link = links.get(new Way(from, to));
        if (link == null) {
            throw new IllegalArgumentException("no process leads to itself");
        }
        return link;
    }

    @Override
    public String listensAt(int process) {
        return HOST + ports.get(process);
    }

    @Override
    public String finds(int from, int to) {
        return HOST + link(from, to).port();
    }

    @Override
    public List<String> entering(int process) {
        return List.of();
    }

    @Override
    public boolean wantsTls() {
        return false;
    }

    /** How many bytes a process has sent to the others so far, whoever of them dialled. */
    long bytesFrom(int process) {
        return sum(process, link -> link.bytesThere(), link -> link.bytesBack());
    }

    /** How many bytes a process has got from the others so far. */
    long bytesTo(int process) {
        return sum(process, link -> link.bytesBack(), link -> link.bytesThere());
    }

    private long sum(int process, ToLongFunction<CutLink> dialling, ToLongFunction<CutLink> dialled) {
        long sum = 0;
        for (int peer = 0; peer < ports.size(); peer++) {
            if (peer != process) {
                sum += dialling.applyAsLong(link(process, peer)) + dialled.applyAsLong(link(peer, process));
            }
        }
        return sum;
    }

    @Override
    public void cutOff(List<Integer> processes) {
        each(processes, CutLink::cut);
    }

    @Override
    public void mend(List<Integer> processes) throws IOException {
        List<CutLink> cut = new ArrayList<>();
        each(processes, cut::add);
        for (CutLink link : cut) {
            link.mend();
        }
    }

    private void each(List<Integer> processes, Consumer<? super CutLink> work) {
        for (int in : processes) {
            for (int out = 0; out < ports.size(); out++) {
                if (!processes.contains(out)) {
                    work.accept(link(in, out));
                    work.accept(link(out, in));
                }
            }
        }
    }

    @Override
    public String description() {
        return "loopback proxies, plain text";
    }

    @Override
    public void close() throws IOException {
        for (CutLink link : links.values()) {
            link.close();
        }
    }
}
