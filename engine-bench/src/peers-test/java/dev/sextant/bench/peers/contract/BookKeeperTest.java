package dev.sextant.bench.peers.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sextant.bench.contender.Client;
import dev.sextant.bench.contender.Contender;
import dev.sextant.bench.contender.Unable;
import dev.sextant.bench.peers.BookKeeperFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache BookKeeper, which is a log: it appends, and says that it can do nothing else. */
@SuppressWarnings("try") // each store fails in its own way when it is closed
class BookKeeperTest {
    private static final byte[] KEY = {1};
    private static final byte[] VALUE = {2};

    @Test
    void appendsAndSaysWhatItCannotDo(@TempDir Path directory) throws Exception {
        try (Contender contender = new BookKeeperFactory().open(directory);
                Client client = contender.connect(0);
                Client other = contender.connect(1)) {
            assertEquals("bookkeeper", contender.name());
            assertFalse(contender.version().isBlank());
            for (Client each : new Client[] {client, other}) {
                assertEquals("done", each.transact(transaction -> {
                    transaction.put(KEY, VALUE);
                    transaction.put(VALUE, KEY);
                    return "done";
                }));
            }
            Exception mine = new Exception("the work failed");
            assertSame(
                    mine,
                    assertThrows(
                            Exception.class,
                            () -> client.transact(transaction -> {
                                throw mine;
                            })));
            assertThrows(Unable.class, () -> client.get(KEY));
            assertThrows(Unable.class, () -> client.transact(transaction -> transaction.get(KEY)));
            assertThrows(Unable.class, () -> client.transact(transaction -> transaction.scan(KEY, 1)));
            assertThrows(
                    Unable.class,
                    () -> client.transact(transaction -> {
                        transaction.delete(KEY);
                        return true;
                    }));
        }
    }
}
