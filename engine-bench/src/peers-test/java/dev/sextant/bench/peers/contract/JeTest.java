package dev.sextant.bench.peers.contract;

import dev.sextant.bench.contender.ContenderContract;
import dev.sextant.bench.contender.ContenderFactory;
import dev.sextant.bench.peers.JeFactory;

/** Berkeley DB Java Edition as a contender. */
class JeTest extends ContenderContract {
    @Override
    protected ContenderFactory factory() {
        return new JeFactory();
    }
}
