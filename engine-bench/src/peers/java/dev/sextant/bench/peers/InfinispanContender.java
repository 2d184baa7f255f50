package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import java.util.List;
import org.infinispan.Cache;
import org.infinispan.commons.util.Version;
import org.infinispan.manager.EmbeddedCacheManager;

/** A cluster of Infinispan managers. */
final class InfinispanContender implements Contender {
    private final List<EmbeddedCacheManager> managers;

    InfinispanContender(List<EmbeddedCacheManager> managers) {
        this.managers = List.copyOf(managers);
    }

    @Override
    public String name() {
        return InfinispanFactory.NAME;
    }

    @Override
    public String version() {
        return Version.getVersion();
    }

    @Override
    public String durability() {
        return "three copies, the file of each synced before a commit returns (REPL_SYNC, soft-index file store with syncWrites);"
                + " clients spread over the nodes; a row that was read and is written is checked at commit (OPTIMISTIC"
                + " REPEATABLE_READ)";
    }

    @Override
    public Client connect(int number) {
        Cache<String, byte[]> cache = managers.get(number % managers.size()).getCache(InfinispanFactory.CACHE);
        return new InfinispanClient(cache.getAdvancedCache());
    }

    @Override
    public void close() {
        // The first one last: it is the first to open again, and what it then has the others get.
        for (int node = managers.size() - 1; node >= 0; node--) {
            managers.get(node).stop();
        }
    }
}
