package dev.sextant.bench.peers.contract;

import dev.sextant.bench.contender.ContenderContract;
import dev.sextant.bench.contender.ContenderFactory;
import dev.sextant.bench.peers.InfinispanFactory;

/** Infinispan as a contender. */
class InfinispanTest extends ContenderContract {
    @Override
    protected ContenderFactory factory() {
        return new InfinispanFactory();
    }

    @Override
    protected boolean scans() {
        return false;
    }
}
