package dev.sextant.bench.peers.contract;

import dev.sextant.bench.contender.ContenderContract;
import dev.sextant.bench.contender.ContenderFactory;
import dev.sextant.bench.peers.IgniteFactory;

/** Apache Ignite as a contender. */
class IgniteTest extends ContenderContract {
    @Override
    protected ContenderFactory factory() {
        return new IgniteFactory();
    }

    @Override
    protected boolean scans() {
        return false;
    }
}
