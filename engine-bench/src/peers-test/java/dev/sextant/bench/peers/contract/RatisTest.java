package dev.sextant.bench.peers.contract;

import dev.sextant.bench.contender.ContenderContract;
import dev.sextant.bench.contender.ContenderFactory;
import dev.sextant.bench.peers.RatisFactory;

/** Apache Ratis as a contender. */
class RatisTest extends ContenderContract {
    @Override
    protected ContenderFactory factory() {
        return new RatisFactory();
    }
}
