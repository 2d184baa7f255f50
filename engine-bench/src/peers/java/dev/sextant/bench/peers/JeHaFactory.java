package dev.sextant.bench.peers;

import com.sleepycat.je.Durability;
import com.sleepycat.je.Environment;
import com.sleepycat.je.EnvironmentConfig;
import com.sleepycat.je.rep.ReplicatedEnvironment;
import com.sleepycat.je.rep.ReplicationConfig;
import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.ContenderFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Opens a group of three Berkeley DB Java Edition nodes, one of which is the master. */
public final class JeHaFactory implements ContenderFactory {
    static final String NAME = "je-ha";
    private static final int NODES = 3;
    private static final Durability SYNCED_BY_MOST = new Durability(
            Durability.SyncPolicy.SYNC, Durability.SyncPolicy.SYNC, Durability.ReplicaAckPolicy.SIMPLE_MAJORITY);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Contender open(Path directory) throws Exception {
        boolean founding = !Files.exists(home(directory, 0));
        List<Integer> ports = FreePorts.of(directory, NODES);
        List<ReplicatedEnvironment> opened = new ArrayList<>();
        try {
            if (founding) {
                // Alone it is a majority; the others then ask it to be let in.
                opened.add(open(directory, 0, ports, address(ports.get(0))));
            }
            opened.addAll(openTogether(directory, opened.size(), ports));
            return new JeContender(
                    NAME,
                    "three copies; the master's log and that of one of the two others are synced before a commit returns; all clients"
                            + " at the master, rows are locked as they are read and written: repeatable read",
                    masterFirst(opened));
        } catch (Throwable e) {
            opened.forEach(Environment::close);
            throw e;
        }
    }

    /** Opens nodes at the same time: none returns before most of the group is there to elect a master. */
    private static List<ReplicatedEnvironment> openTogether(Path directory, int first, List<Integer> ports)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        try {
            String all = ports.stream().map(JeHaFactory::address).collect(Collectors.joining(","));
            List<Callable<ReplicatedEnvironment>> opening = new ArrayList<>();
            for (int node = first; node < NODES; node++) {
                int each = node;
                opening.add(() -> open(directory, each, ports, all));
            }
            List<ReplicatedEnvironment> opened = new ArrayList<>();
            for (Future<ReplicatedEnvironment> node : threads.invokeAll(opening)) {
                opened.add(node.get());
            }
            return opened;
        } finally {
            threads.shutdown();
        }
    }

    private static ReplicatedEnvironment open(Path directory, int node, List<Integer> ports, String helpers)
            throws IOException {
        Path home = Files.createDirectories(home(directory, node));
        ReplicationConfig group = new ReplicationConfig("bench", "node-" + node, address(ports.get(node)));
        group.setHelperHosts(helpers);
        EnvironmentConfig settings = JeFactory.settings(SYNCED_BY_MOST);
        return new ReplicatedEnvironment(home.toFile(), group, settings);
    }

    private static Path home(Path directory, int node) {
        return directory.resolve("node-" + node);
    }

    private static String address(Integer port) {
        return FreePorts.HOST + ":" + port;
    }

    private static List<Environment> masterFirst(List<ReplicatedEnvironment> nodes) {
        List<ReplicatedEnvironment> ordered = new ArrayList<>(nodes);
        ordered.sort(Comparator.comparing(node -> !node.getState().isMaster()));
        return List.copyOf(ordered);
    }
}
