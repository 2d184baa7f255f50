package dev.sextant.bench.peers.contract;

import dev.sextant.bench.contender.ContenderContract;
import dev.sextant.bench.contender.ContenderFactory;
import dev.sextant.bench.peers.LmdbFactory;

/** LMDB as a contender. */
class LmdbTest extends ContenderContract {
    @Override
    protected ContenderFactory factory() {
        return new LmdbFactory();
    }
}
