package dev.sextant.bench.processes;

import dev.sextant.api.config.ClusterMode;
import dev.sextant.bench.pki.ThrowawayAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Three or six processes that are a cluster together, over a network that can be cut. Process {@code i} of three
 * hosts the segments and the writer of zone {@code i}; of six each hosts one segment, and the first four a writer. With a single master
 * each hosts a read replica, and one of them the writer. For one thread.
 */
final class Fleet implements AutoCloseable {
    static final int ZONES = 3;
    private static final int SEGMENTS = 6;
    private static final int WRITERS_MOST = 4;
    private static final String HEAP = "-Xmx320m";

    static final String CLUSTER = "fleet";

    private final Path folder;
    private final int size;
    private final ClusterMode mode;
    private final FleetNetwork network;
    private final List<FleetMember> members = new ArrayList<>();

    private int nextClient;

    /** One of as many writers as there can be, on the loopback. */
    Fleet(Path folder, int size) throws IOException {
        this(folder, size, ClusterMode.MULTI_MASTER, new ProxyNetwork(size));
    }

    /** One whose processes do not run yet; closes the network. */
    Fleet(Path folder, int size, ClusterMode mode, FleetNetwork network) throws IOException {
        this.folder = folder;
        this.size = size;
        this.mode = mode;
        this.network = network;
        ThrowawayAuthority authority = ThrowawayAuthority.of(CLUSTER);
        for (int index = 0; index < size; index++) {
            Path config = folder.resolve(name(index) + ".properties");
            String security =
                    network.wantsTls() ? authority.issue(folder, name(index), parts(index)) : "plain-text = true\n";
            Files.writeString(config, config(index) + security);
            List<String> command = new ArrayList<>(network.entering(index));
            command.addAll(command("dev.sextant.bench.Member", config.toString()));
            members.add(new FleetMember(name(index), command, folder.resolve(name(index) + ".log")));
        }
    }

    static String name(int index) {
        return String.valueOf((char) ('a' + index));
    }

    private List<Integer> segments(int index) {
        int each = SEGMENTS / size;
        return IntStream.range(index * each, (index + 1) * each).boxed().toList();
    }

    /** What its certificate names. */
    private List<String> parts(int index) {
        List<String> parts = new ArrayList<>();
        segments(index).forEach(segment -> parts.add("segment/" + segment));
        if (mode == ClusterMode.SINGLE_MASTER) {
            parts.add("replica/" + index);
            parts.add("writer/0");
        } else if (index < WRITERS_MOST) {
            parts.add("writer/" + index);
        }
        return parts;
    }

    private String config(int index) {
        String segments = segments(index).stream().map(String::valueOf).collect(Collectors.joining(","));
        StringBuilder text = new StringBuilder();
        text.append("cluster = " + CLUSTER + "\nnode = ").append(name(index)).append('\n');
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
        text.append("listen = ").append(network.listensAt(index)).append('\n');
        for (int peer = 0; peer < size; peer++) {
            if (peer != index) {
                text.append("peer.").append(name(peer)).append(" = ");
                text.append(network.finds(index, peer)).append('\n');
            }
        }
        return text.toString();
    }

    /** What starts a program of these classes. */
    static List<String> command(String main, String... arguments) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(
                List.of(java.toString(), HEAP, "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        return command;
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
    void cutOff(List<Integer> indexes) throws IOException {
        network.cutOff(indexes);
    }

    /** Mends them. */
    void mend(List<Integer> indexes) throws IOException {
        network.mend(indexes);
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
            member.end();
        }
        return outcome;
    }

    /** Ends whatever still runs. */
    @Override
    public void close() throws IOException {
        members.forEach(FleetMember::close);
        network.close();
    }
}
