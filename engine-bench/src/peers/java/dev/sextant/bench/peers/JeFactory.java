package dev.sextant.bench.peers;

import com.sleepycat.je.Durability;
import com.sleepycat.je.Environment;
import com.sleepycat.je.EnvironmentConfig;
import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.ContenderFactory;
import java.nio.file.Path;
import java.util.List;

/** Opens Berkeley DB Java Edition, one copy. */
public final class JeFactory implements ContenderFactory {
    static final String NAME = "je";
    private static final long CACHE_SIZE_BYTES = 256L << 20;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Contender open(Path directory) {
        Environment environment = new Environment(directory.toFile(), settings(Durability.COMMIT_SYNC));
        return new JeContender(
                NAME,
                "one copy, its log synced before a commit returns, once for all that wait; rows are locked as they are read and"
                        + " written: repeatable read",
                List.of(environment));
    }

    /** What single nodes and nodes of a group have in common. */
    static EnvironmentConfig settings(Durability durability) {
        EnvironmentConfig settings = new EnvironmentConfig();
        settings.setAllowCreate(true);
        settings.setTransactional(true);
        settings.setDurability(durability);
        // Each of them would take most of the heap otherwise.
        settings.setCacheSize(CACHE_SIZE_BYTES);
        return settings;
    }
}
