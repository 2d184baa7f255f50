package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.ContenderFactory;
import java.nio.file.Path;

/** Opens H2's MVStore, with transactions. */
public final class H2Factory implements ContenderFactory {
    static final String NAME = "h2";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Contender open(Path directory) {
        return new H2Contender(directory.resolve("h2.mv.db"));
    }
}
