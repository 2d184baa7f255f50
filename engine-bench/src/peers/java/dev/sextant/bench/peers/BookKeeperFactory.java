package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.ContenderFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.bookkeeper.client.api.BookKeeper;
import org.apache.bookkeeper.conf.ClientConfiguration;
import org.apache.bookkeeper.conf.ServerConfiguration;
import org.apache.bookkeeper.shims.zk.ZooKeeperServerShim;
import org.apache.bookkeeper.util.LocalBookKeeper;

/** Opens six Apache BookKeeper bookies and the ZooKeeper that they need in this process. */
public final class BookKeeperFactory implements ContenderFactory {
    static final String NAME = "bookkeeper";
    static final int BOOKIES = 6;
    private static final int MAX_ZOOKEEPER_CONNECTIONS = 1_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Contender open(Path directory) throws Exception {
        int port = FreePorts.take(1).get(0);
        String metadata = "zk+hierarchical://" + FreePorts.HOST + ":" + port + "/ledgers";
        ZooKeeperServerShim zooKeeper = LocalBookKeeper.runZookeeper(
                MAX_ZOOKEEPER_CONNECTIONS,
                port,
                Files.createDirectories(directory.resolve("zookeeper")).toFile());
        LocalBookKeeper bookies = new LocalBookKeeper(
                BOOKIES,
                settings(directory, metadata),
                directory.resolve("settings").toString(),
                true,
                "bench",
                FreePorts.HOST,
                port);
        try {
            bookies.start();
            BookKeeper client = BookKeeper.newBuilder(new ClientConfiguration().setMetadataServiceUri(metadata))
                    .build();
            return new BookKeeperContender(zooKeeper, bookies, client);
        } catch (Throwable e) {
            bookies.close();
            zooKeeper.stop();
            throw e;
        }
    }

    private static ServerConfiguration settings(Path directory, String metadata) {
        ServerConfiguration settings = new ServerConfiguration();
        settings.setMetadataServiceUri(metadata);
        settings.setAllowLoopback(true);
        settings.setAdvertisedAddress(FreePorts.HOST);
        settings.setJournalDirName(directory.resolve("journal").toString());
        settings.setLedgerDirNames(new String[] {directory.resolve("ledgers").toString()});
        settings.setJournalSyncData(true);
        return settings;
    }
}
