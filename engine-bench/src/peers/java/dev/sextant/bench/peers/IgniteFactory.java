package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.ContenderFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.WALMode;
import org.apache.ignite.logger.java.JavaLogger;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;

/** Opens three Apache Ignite nodes in this process, each with all rows. */
public final class IgniteFactory implements ContenderFactory {
    static final String NAME = "ignite";
    static final String CACHE = "rows";
    private static final int NODES = 3;
    private static final int PORTS_A_NODE = 2;
    private static final long REGION_SIZE_BYTES = 512L << 20;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Contender open(Path directory) throws IOException {
        List<Integer> ports = FreePorts.take(NODES * PORTS_A_NODE);
        List<Ignite> nodes = new ArrayList<>();
        try {
            for (int node = 0; node < NODES; node++) {
                nodes.add(Ignition.start(node(directory, node, ports)));
            }
            nodes.get(0).cluster().state(ClusterState.ACTIVE);
            nodes.get(0).getOrCreateCache(cache());
            return new IgniteContender(nodes);
        } catch (Throwable e) {
            nodes.forEach(Ignite::close);
            throw e;
        }
    }

    private static IgniteConfiguration node(Path directory, int node, List<Integer> ports) {
        String name = "node-" + node;
        return new IgniteConfiguration()
                .setIgniteInstanceName(name)
                // By it a node finds its files again.
                .setConsistentId(name)
                .setWorkDirectory(directory.toString())
                .setLocalHost(FreePorts.HOST)
                .setGridLogger(errors())
                .setMetricsLogFrequency(0)
                .setDiscoverySpi(discovery(ports.get(node * PORTS_A_NODE), ports))
                .setCommunicationSpi(new TcpCommunicationSpi()
                        .setLocalPort(ports.get(node * PORTS_A_NODE + 1))
                        .setLocalPortRange(0))
                .setDataStorageConfiguration(storage());
    }

    private static TcpDiscoverySpi discovery(int port, List<Integer> ports) {
        List<String> addresses = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            addresses.add(FreePorts.HOST + ":" + ports.get(node * PORTS_A_NODE));
        }
        TcpDiscoverySpi discovery = new TcpDiscoverySpi();
        discovery.setLocalPort(port);
        discovery.setLocalPortRange(0);
        discovery.setIpFinder(new TcpDiscoveryVmIpFinder().setAddresses(addresses));
        return discovery;
    }

    private static DataStorageConfiguration storage() {
        DataRegionConfiguration region =
                new DataRegionConfiguration().setPersistenceEnabled(true).setMaxSize(REGION_SIZE_BYTES);
        return new DataStorageConfiguration()
                .setDefaultDataRegionConfiguration(region)
                .setWalMode(WALMode.FSYNC);
    }

    private static CacheConfiguration<String, byte[]> cache() {
        return new CacheConfiguration<String, byte[]>(CACHE)
                .setAtomicityMode(CacheAtomicityMode.TRANSACTIONAL)
                .setCacheMode(CacheMode.PARTITIONED)
                .setBackups(NODES - 1)
                .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC);
    }

    /** Its warnings are advice on how to set it up. */
    private static JavaLogger errors() {
        Logger logger = Logger.getLogger("org.apache.ignite");
        logger.setLevel(Level.SEVERE);
        return new JavaLogger(logger, false);
    }
}
