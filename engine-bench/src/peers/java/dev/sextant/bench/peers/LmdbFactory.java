package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.ContenderFactory;
import java.nio.file.Path;

/** Opens LMDB through lmdbjava. */
public final class LmdbFactory implements ContenderFactory {
    static final String NAME = "lmdb";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Contender open(Path directory) {
        return new LmdbContender(directory);
    }
}
