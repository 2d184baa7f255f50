package dev.sextant.bench.contender;

import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.OptimisticTransactionDB;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/** RocksDB's optimistic transactions on one synced copy: what an application takes that needs no second machine. */
final class RocksContender implements Contender {
    static final String NAME = "rocksdb";

    private final Options options;
    private final OptimisticTransactionDB database;

    private RocksContender(Options options, OptimisticTransactionDB database) {
        this.options = options;
        this.database = database;
    }

    static ContenderFactory factory() {
        return new ContenderFactory() {
            @Override
            public String name() {
                return NAME;
            }

            @Override
            public Contender open(Path directory) throws Exception {
                RocksDB.loadLibrary();
                Path place = Files.createDirectories(directory.resolve("rocksdb"));
                Options options = new Options().setCreateIfMissing(true);
                return new RocksContender(options, OptimisticTransactionDB.open(options, place.toString()));
            }
        };
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return RocksDB.rocksdbVersion().toString();
    }

    @Override
    public String durability() {
        return "one copy, OptimisticTransactionDB with its defaults, its log synced before a commit returns; reads and the check of"
                + " written rows from a snapshot: first committer of a row wins";
    }

    @Override
    public Client connect(int number) {
        return new RocksClient(database);
    }

    @Override
    public void close() {
        database.close();
        options.close();
    }
}
