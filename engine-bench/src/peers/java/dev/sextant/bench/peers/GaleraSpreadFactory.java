package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.ContenderFactory;
import java.nio.file.Path;

/** Brings up a MariaDB Galera cluster of three processes; clients write at all nodes, which is what its makers call multi-master. */
public final class GaleraSpreadFactory implements ContenderFactory {
    static final String NAME = "galera-spread";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Contender open(Path directory) throws Exception {
        return new GaleraContender(NAME, GaleraCluster.up(directory), GaleraCluster.NODES);
    }
}
