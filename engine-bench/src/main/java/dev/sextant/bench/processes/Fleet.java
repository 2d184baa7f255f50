package dev.sextant.bench.processes;

import dev.sextant.api.config.ClusterMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Three or six processes that are a cluster together, with a link for each direction between two of them. Process {@code i} of three
 * hosts the segments and the writer of zone {@code i}; of six each hosts one segment, and the first four a writer. With a single master
 * each hosts a read replica, and one of them the writer. For one thread.
 */
final class Fleet implements AutoCloseable {
    static final int ZONES = 3;
    private static final int SEGMENTS = 6;
    private static final int WRITERS_MOST = 4;
    private static final String HEAP = "-Xmx320m";

    private final Path folder;
    private final int size;
    private final ClusterMode mode;
    private final List<FleetMember> members = new ArrayList<>();
    /** From the first name of its key to the second. */
    private final SortedMap<String, CutLink> links = new TreeMap<>();

    private int nextClient;

    /** One of as many writers as there can be. */
    Fleet(Path folder, int size) throws IOException {
        this(folder, size, ClusterMode.MULTI_MASTER);
    }

    Fleet(Path folder, int size, ClusterMode mode) throws IOException {
        this.folder = folder;
        this.size = size;
        this.mode = mode;
        List<Integer> ports = freePorts(size);
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                if (from != to) {
                    links.put(key(from, to), new CutLink(ports.get(to)));
                }
            }
        }
        for (int index = 0; index < size; index++) {
            Path config = folder.resolve(name(index) + ".properties");
            Files.writeString(config, config(index, ports.get(index)));
            members.add(new FleetMember(name(index), command(config), folder.resolve(name(index) + ".log")));
        }
    }

    /** They may be taken by somebody else meanwhile; then a process says so and the run fails. */
    private static List<Integer> freePorts(int count) throws IOException {
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

    static String name(int index) {
        return String.valueOf((char) ('a' + index));
    }

    private static String key(int from, int to) {
        return name(from) + name(to);
    }

    private CutLink link(int from, int to) {
        CutLink link = links.get(key(from, to));
        if (link == null) {
            throw new IllegalArgumentException("no process leads to itself");
        }
        return link;
    }

    private String config(int index, int port) {
        int each = SEGMENTS / size;
        String segments = IntStream.range(index * each, (index + 1) * each)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
        StringBuilder text = new StringBuilder();
        text.append("cluster = fleet\nnode = ").append(name(index)).append('\n');
        text.append("directory = ").append(name(index)).append('\n');
        text.append("segments = ").append(segments).append('\n');
        if (mode == ClusterMode.SINGLE_MASTER) {
            text.append("mode = single-master\nreplica = ").append(index).append('\n');
        } else {
            text.append("writers = ").append(Math.min(size, WRITERS_MOST)).append('\n');
            if (index < WRITERS_MOST) {
                text.append("writer = ").append(index).append('\n');
            }
        }
        text.append("listen = 127.0.0.1:").append(port).append("\nplain-text = true\n");
        for (int peer = 0; peer < size; peer++) {
            if (peer != index) {
                text.append("peer.").append(name(peer)).append(" = 127.0.0.1:");
                text.append(link(index, peer).port()).append('\n');
            }
        }
        return text.toString();
    }

    private static List<String> command(Path config) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(
                java.toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sextant.bench.Member",
                config.toString());
    }

    List<FleetMember> members() {
        return members;
    }

    FleetMember member(int index) {
        return members.get(index);
    }

    int size() {
        return size;
    }

    /** The processes that clients can write at. */
    List<Integer> writers() {
        int count = mode == ClusterMode.SINGLE_MASTER ? size : Math.min(size, WRITERS_MOST);
        return IntStream.range(0, count).boxed().toList();
    }

    /** The processes of a zone. */
    List<Integer> zone(int zone) {
        return size == SEGMENTS ? List.of(2 * zone, 2 * zone + 1) : List.of(zone);
    }

    Path notes(int index) {
        return folder.resolve(name(index) + ".notes");
    }

    /** Starts processes together and waits until they are open. */
    void start(List<Integer> indexes) throws IOException {
        for (int index : indexes) {
            member(index).start();
        }
        for (int index : indexes) {
            member(index).expect("started");
            member(index).tell("open");
        }
        for (int index : indexes) {
            member(index).expect("open");
        }
    }

    /** Starts clients at a process, under numbers that were never used. */
    void load(int index, int clients) throws IOException {
        member(index).ask("load " + clients + " " + nextClient + " " + notes(index), "loaded");
        nextClient += clients;
    }

    /** Cuts all ways between these processes and the others. */
    void cutOff(List<Integer> indexes) {
        each(indexes, CutLink::cut);
    }

    /** Mends them. */
    void mend(List<Integer> indexes) throws IOException {
        List<CutLink> cut = new ArrayList<>();
        each(indexes, cut::add);
        for (CutLink link : cut) {
            link.mend();
        }
    }

    private void each(List<Integer> indexes, Consumer<? super CutLink> work) {
        for (int in : indexes) {
            for (int out = 0; out < size; out++) {
                if (!indexes.contains(out)) {
                    work.accept(link(in, out));
                    work.accept(link(out, in));
                }
            }
        }
    }

    /** Ends all clients, holds what they were told against what is there, and ends the processes in order. */
    Outcome end() throws IOException, InterruptedException {
        for (int index : writers()) {
            member(index).ask("rest", "rested");
        }
        Path read = folder.resolve("read");
        member(0).ask("read " + read, "read");
        Outcome outcome = Outcome.of(this, read);
        for (FleetMember member : members) {
            member.close();
        }
        return outcome;
    }

    /** Ends whatever still runs. */
    @Override
    public void close() throws IOException {
        for (FleetMember member : members) {
            if (member.isRunning()) {
                try {
                    member.kill();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        for (CutLink link : links.values()) {
            link.close();
        }
    }
}
