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
import java.util.List;

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
    public Contender open(Path directory) throws IOException {
        List<Integer> ports = FreePorts.of(directory, NODES);
        List<Environment> opened = new ArrayList<>();
        try {
            for (int node = 0; node < NODES; node++) {
                opened.add(open(directory, node, ports));
            }
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

    private static ReplicatedEnvironment open(Path directory, int node, List<Integer> ports) throws IOException {
        Path home = Files.createDirectories(directory.resolve("node-" + node));
        ReplicationConfig group = new ReplicationConfig("bench", "node-" + node, address(ports.get(node)));
        group.setHelperHosts(address(ports.get(0)));
        EnvironmentConfig settings = JeFactory.settings(SYNCED_BY_MOST);
        return new ReplicatedEnvironment(home.toFile(), group, settings);
    }

    private static String address(int port) {
        return FreePorts.HOST + ":" + port;
    }

    private static List<Environment> masterFirst(List<Environment> nodes) {
        List<Environment> ordered = new ArrayList<>(nodes);
        ordered.sort((one, other) -> Boolean.compare(isMaster(other), isMaster(one)));
        return ordered;
    }

    private static boolean isMaster(Environment node) {
        return ((ReplicatedEnvironment) node).getState().isMaster();
    }
}
