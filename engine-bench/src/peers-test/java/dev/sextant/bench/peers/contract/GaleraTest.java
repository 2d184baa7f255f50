package dev.sextant.bench.peers.contract;

import dev.sextant.bench.contender.ContenderContract;
import dev.sextant.bench.contender.ContenderFactory;
import dev.sextant.bench.peers.GaleraFactory;

/** MariaDB Galera as a contender, clients at one node. */
class GaleraTest extends ContenderContract {
    @Override
    protected ContenderFactory factory() {
        return new GaleraFactory();
    }
}
