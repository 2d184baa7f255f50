package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import java.nio.file.Path;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Meta;

/** LMDB with its defaults: one writer at a time, which syncs. */
final class LmdbContender implements Contender {
    /** Address space, not memory or disk. */
    private static final long MAP_SIZE_BYTES = 64L << 30;

    private static final int MAX_READERS = 1_024;

    private final Env<byte[]> environment;
    private final Dbi<byte[]> rows;

    LmdbContender(Path directory) {
        // Without MDB_NOTLS a reader's slot belongs to a thread instead of to a client.
        environment = Env.create(ByteArrayProxy.PROXY_BA)
                .setMapSize(MAP_SIZE_BYTES)
                .setMaxDbs(1)
                .setMaxReaders(MAX_READERS)
                .open(directory.toFile(), EnvFlags.MDB_NOTLS);
        rows = environment.openDbi("rows", DbiFlags.MDB_CREATE);
    }

    @Override
    public String name() {
        return LmdbFactory.NAME;
    }

    @Override
    public String version() {
        Meta.Version version = Meta.version();
        return version.major + "." + version.minor + "." + version.patch;
    }

    @Override
    public String durability() {
        return "one copy, pages and then the root synced before a commit returns, each commit by itself; one transaction at a time,"
                + " readers beside it: serializable, nothing is ever refused";
    }

    @Override
    public Client connect(int number) {
        return new LmdbClient(environment, rows);
    }

    @Override
    public void close() {
        environment.close();
    }
}
