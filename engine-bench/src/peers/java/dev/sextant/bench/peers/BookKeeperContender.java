package dev.sextant.bench.peers;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import java.util.concurrent.ExecutionException;
import org.apache.bookkeeper.client.api.BookKeeper;
import org.apache.bookkeeper.client.api.DigestType;
import org.apache.bookkeeper.client.api.WriteHandle;
import org.apache.bookkeeper.shims.zk.ZooKeeperServerShim;
import org.apache.bookkeeper.util.LocalBookKeeper;

/** Apache BookKeeper: logs, each with one who writes it, and nothing else. */
final class BookKeeperContender implements Contender {
    private static final int ACKNOWLEDGE = 4;

    private final ZooKeeperServerShim zooKeeper;
    private final LocalBookKeeper bookies;
    private final BookKeeper client;

    BookKeeperContender(ZooKeeperServerShim zooKeeper, LocalBookKeeper bookies, BookKeeper client) {
        this.zooKeeper = zooKeeper;
        this.bookies = bookies;
        this.client = client;
    }

    @Override
    public String name() {
        return BookKeeperFactory.NAME;
    }

    @Override
    public String version() {
        String version = BookKeeper.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    @Override
    public String durability() {
        return "six copies of a log, the journals of four bookies synced before an append returns (6/6/4, journalSyncData); a log for"
                + " each client, an entry for all that a transaction writes; no rows, no reads, no conflicts";
    }

    @Override
    public Client connect(int number) {
        try {
            WriteHandle log = client.newCreateLedgerOp()
                    .withEnsembleSize(BookKeeperFactory.BOOKIES)
                    .withWriteQuorumSize(BookKeeperFactory.BOOKIES)
                    .withAckQuorumSize(ACKNOWLEDGE)
                    .withDigestType(DigestType.CRC32C)
                    .withPassword(new byte[0])
                    .execute()
                    .get();
            return new BookKeeperClient(log);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot begin a log on " + BookKeeperFactory.BOOKIES + " bookies", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a log was begun", e);
        }
    }

    @Override
    public void close() throws Exception {
        client.close();
        bookies.close();
        zooKeeper.stop();
    }
}
