package dev.sextant.bench.peers.contract;

import dev.sextant.bench.contender.ContenderContract;
import dev.sextant.bench.contender.ContenderFactory;
import dev.sextant.bench.peers.GaleraSpreadFactory;

/** MariaDB Galera as a contender, clients at all nodes. */
class GaleraSpreadTest extends ContenderContract {
    @Override
    protected ContenderFactory factory() {
        return new GaleraSpreadFactory();
    }
}
