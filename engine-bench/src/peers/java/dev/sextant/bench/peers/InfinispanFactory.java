package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.ContenderFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.manager.EmbeddedCacheManager;
import org.infinispan.persistence.sifs.configuration.SoftIndexFileStoreConfigurationBuilder;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.infinispan.transaction.LockingMode;
import org.infinispan.transaction.TransactionMode;
import org.infinispan.transaction.lookup.EmbeddedTransactionManagerLookup;

/** Opens three Infinispan managers in this process, each with all rows, on the stack of protocols that Infinispan ships for TCP. */
public final class InfinispanFactory implements ContenderFactory {
    static final String NAME = "infinispan";
    static final String CACHE = "rows";
    private static final int NODES = 3;
    private static final String SHIPPED = "org/infinispan/configuration/default-jgroups-tcp.xml";
    /** From a node's port to the one on which the others see it die; as shipped it leads beyond the last port from a port that was free. */
    private static final int WATCH_OFFSET = 100;
    /** Two that each have a lock the other wants on another node wait for this long, by default for 10 s. */
    private static final long LOCK_TIMEOUT_MILLIS = 200;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Contender open(Path directory) throws IOException {
        List<Integer> ports = FreePorts.take(NODES);
        List<EmbeddedCacheManager> managers = new ArrayList<>();
        try {
            for (int node = 0; node < NODES; node++) {
                managers.add(manager(directory.resolve("node-" + node), node, stack(ports.get(node), ports)));
            }
            managers.forEach(manager -> manager.getCache(CACHE));
            return new InfinispanContender(managers);
        } catch (Throwable e) {
            managers.forEach(EmbeddedCacheManager::stop);
            throw e;
        }
    }

    private static EmbeddedCacheManager manager(Path directory, int node, String stack) {
        GlobalConfigurationBuilder global = GlobalConfigurationBuilder.defaultClusteredBuilder();
        global.transport()
                .clusterName("bench")
                .nodeName("node-" + node)
                .addProperty(JGroupsTransport.CONFIGURATION_XML, stack);
        global.globalState().enable().persistentLocation(directory.toString());
        DefaultCacheManager manager = new DefaultCacheManager(global.build());
        manager.defineConfiguration(CACHE, cache(directory));
        return manager;
    }

    private static Configuration cache(Path directory) {
        ConfigurationBuilder cache = new ConfigurationBuilder();
        cache.clustering().cacheMode(CacheMode.REPL_SYNC);
        cache.locking().lockAcquisitionTimeout(LOCK_TIMEOUT_MILLIS);
        cache.transaction()
                .transactionMode(TransactionMode.TRANSACTIONAL)
                .lockingMode(LockingMode.OPTIMISTIC)
                .transactionManagerLookup(new EmbeddedTransactionManagerLookup());
        cache.persistence()
                .addStore(SoftIndexFileStoreConfigurationBuilder.class)
                .dataLocation(directory.resolve("data").toString())
                .indexLocation(directory.resolve("index").toString())
                .syncWrites(true);
        return cache.build();
    }

    /** The shipped stack with this node's port, and with a list of all nodes in place of the search for them by multicast. */
    private static String stack(int port, List<Integer> ports) throws IOException {
        String members = ports.stream()
                .map(member -> FreePorts.HOST + "[" + member + "]")
                .collect(Collectors.joining(","));
        String stack = shipped();
        stack = replace(stack, "bind_addr=\"[^\"]*\"", "bind_addr=\"" + FreePorts.HOST + "\"");
        stack = replace(stack, "bind_port=\"[^\"]*\"", "bind_port=\"" + port + "\"");
        stack = replace(stack, " offset=\"[^\"]*\"", " offset=\"" + WATCH_OFFSET + "\"");
        return replace(stack, "<MPING[^>]*/>", "<TCPPING initial_hosts=\"" + members + "\" port_range=\"0\"/>");
    }

    private static String replace(String stack, String what, String by) {
        String replaced = stack.replaceFirst(what, by);
        if (replaced.equals(stack)) {
            throw new IllegalStateException(
                    "Infinispan's " + SHIPPED + " has no " + what + " to put " + by + " in place of");
        }
        return replaced;
    }

    private static String shipped() throws IOException {
        try (InputStream stack = DefaultCacheManager.class.getClassLoader().getResourceAsStream(SHIPPED)) {
            if (stack == null) {
                throw new IllegalStateException("Infinispan ships no " + SHIPPED);
            }
            return new String(stack.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
