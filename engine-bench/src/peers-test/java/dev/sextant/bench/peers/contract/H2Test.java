package dev.sextant.bench.peers.contract;

import dev.sextant.bench.contender.ContenderContract;
import dev.sextant.bench.contender.ContenderFactory;
import dev.sextant.bench.peers.H2Factory;

/** H2's MVStore as a contender. */
class H2Test extends ContenderContract {
    @Override
    protected ContenderFactory factory() {
        return new H2Factory();
    }
}
