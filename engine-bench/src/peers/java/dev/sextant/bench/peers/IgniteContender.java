package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.internal.IgniteVersionUtils;

/** A cluster of Apache Ignite nodes. */
final class IgniteContender implements Contender {
    private final List<Ignite> nodes;

    IgniteContender(List<Ignite> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    @Override
    public String name() {
        return IgniteFactory.NAME;
    }

    @Override
    public String version() {
        return IgniteVersionUtils.VER_STR;
    }

    @Override
    public String durability() {
        return "three copies, the log of each synced before a commit returns (backups=2, FULL_SYNC, WAL FSYNC); clients spread over"
                + " the nodes; what was read and written is checked at commit (OPTIMISTIC SERIALIZABLE)";
    }

    @Override
    public Client connect(int number) {
        Ignite node = nodes.get(number % nodes.size());
        return new IgniteClient(node.transactions(), node.cache(IgniteFactory.CACHE));
    }

    @Override
    public void close() {
        for (int node = nodes.size() - 1; node >= 0; node--) {
            nodes.get(node).close();
        }
    }
}
