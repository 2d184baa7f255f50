package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.ContenderFactory;
import java.nio.file.Path;

/** Brings up a MariaDB Galera cluster of three processes; all clients write at one node, where they wait for each other's locks. */
public final class GaleraFactory implements ContenderFactory {
    static final String NAME = "galera";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Contender open(Path directory) throws Exception {
        return new GaleraContender(NAME, GaleraCluster.up(directory), 1);
    }
}
