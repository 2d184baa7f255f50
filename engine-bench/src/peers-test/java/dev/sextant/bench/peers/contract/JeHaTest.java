package dev.sextant.bench.peers.contract;

import dev.sextant.bench.contender.ContenderContract;
import dev.sextant.bench.contender.ContenderFactory;
import dev.sextant.bench.peers.JeHaFactory;

/** Three Berkeley DB Java Edition nodes as a contender. */
class JeHaTest extends ContenderContract {
    @Override
    protected ContenderFactory factory() {
        return new JeHaFactory();
    }
}
