package dev.sextant.bench.contender;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a contender promises, tried on each. A subclass says which one. Every test has a store of its own: those that take long to open
 * have few tests for that reason.
 */
@SuppressWarnings("try") // each store fails in its own way when it is closed
public abstract class ContenderContract {
    private static final int CLIENTS = 3;
    private static final int INCREMENTS = 40;
    private static final byte[] LARGE = new byte[64 * 1024];

    @TempDir
    private Path directory;

    private Contender contender;

    /** The one that is tried. */
    protected abstract ContenderFactory factory();

    /** Whether it reads rows in the order of their keys. */
    protected boolean scans() {
        return true;
    }

    /** Whether what was committed is there when its directory is opened again. */
    protected boolean keeps() {
        return true;
    }

    @BeforeEach
    void open() throws Exception {
        contender = factory().open(directory);
    }

    @AfterEach
    void close() throws Exception {
        contender.close();
    }

    @Test
    void saysWhoItIs() {
        assertEquals(factory().name(), contender.name());
        assertFalse(contender.version().isBlank());
        assertFalse(contender.durability().isBlank());
    }

    @Test
    void keepsWhatIsWrittenInWholeTransactions() throws Exception {
        try (Client client = contender.connect(0)) {
            assertNull(client.get(key("a")));
            assertEquals("done", write(client, "done", "a", "1", "b", "2"));
            assertValue("1", client.get(key("a")));
            assertValue("2", client.get(key("b")));

            seesItsOwnWrites(client);
            leavesNothingOfWorkThatFails(client);
            takesBytesOfAllKinds(client);
        }
        if (keeps()) {
            isThereAfterOpeningAgain();
        }
    }

    private static void seesItsOwnWrites(Client client) throws Exception {
        client.transact(transaction -> {
            assertValue("1", transaction.get(key("a")));
            transaction.put(key("a"), value("3"));
            assertValue("3", transaction.get(key("a")));
            transaction.delete(key("b"));
            assertNull(transaction.get(key("b")));
            transaction.put(key("c"), value("4"));
            assertValue("4", transaction.get(key("c")));
            transaction.add(key("n"), 5);
            transaction.add(key("n"), -2);
            return true;
        });
        assertValue("3", client.get(key("a")));
        assertNull(client.get(key("b")));
        assertValue("4", client.get(key("c")));
        assertEquals(3, number(client.get(key("n"))));
    }

    private static void leavesNothingOfWorkThatFails(Client client) throws Exception {
        Exception mine = new Exception("the work failed");
        assertSame(
                mine,
                assertThrows(
                        Exception.class,
                        () -> client.transact(transaction -> {
                            transaction.put(key("a"), value("lost"));
                            transaction.delete(key("c"));
                            transaction.put(key("d"), value("lost"));
                            throw mine;
                        })));
        assertValue("3", client.get(key("a")));
        assertValue("4", client.get(key("c")));
        assertNull(client.get(key("d")));
    }

    private static void takesBytesOfAllKinds(Client client) throws Exception {
        byte[] key = {0, (byte) 0x80, (byte) 0xff, '\'', '\\', 0};
        client.transact(transaction -> {
            transaction.put(key, LARGE);
            return true;
        });
        assertArrayEquals(LARGE, client.get(key));
    }

    private void isThereAfterOpeningAgain() throws Exception {
        contender.close();
        contender = factory().open(directory);
        try (Client client = contender.connect(1)) {
            assertValue("3", client.get(key("a")));
            assertNull(client.get(key("b")));
            write(client, true, "a", "5");
            assertValue("5", client.get(key("a")));
        }
    }

    @Test
    void losesNoUpdateOfClientsThatWriteTheSameRows() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                clients.add(threads.submit(() -> {
                    increment(number);
                    return true;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
        try (Client client = contender.connect(CLIENTS)) {
            assertEquals(CLIENTS * INCREMENTS, number(client.get(key("read and written"))));
            assertEquals(CLIENTS * INCREMENTS, number(client.get(key("added to"))));
        }
    }

    private void increment(int number) throws Exception {
        try (Client client = contender.connect(number)) {
            for (int done = 0; done < INCREMENTS; ) {
                try {
                    client.transact(transaction -> {
                        long old = number(transaction.get(key("read and written")));
                        transaction.put(key("read and written"), bytes(old + 1));
                        transaction.add(key("added to"), 1);
                        return true;
                    });
                    done++;
                } catch (Refused again) {
                    assertNotNull(again.getMessage());
                }
            }
        }
    }

    @Test
    void readsRowsInTheOrderOfTheirKeys() throws Exception {
        try (Client client = contender.connect(0)) {
            write(client, true, "a", "1", "b", "2", "c", "3", "e", "4");
            if (!scans()) {
                assertThrows(Unable.class, () -> client.transact(transaction -> transaction.scan(key("b"), 2)));
                return;
            }
            assertEquals(2, scan(client, "b", 2));
            assertEquals(3, scan(client, "b", 10));
            assertEquals(1, scan(client, "d", 10));
            assertEquals(0, scan(client, "f", 10));
            int found = client.transact(transaction -> {
                transaction.delete(key("b"));
                transaction.put(key("d"), value("5"));
                transaction.put(key("f"), value("6"));
                return transaction.scan(key("b"), 10);
            });
            assertEquals(4, found);
        }
    }

    private static int scan(Client client, String from, int limit) throws Exception {
        return client.transact(transaction -> transaction.scan(key(from), limit));
    }

    private static <T> T write(Client client, T result, String... keysAndValues) throws Exception {
        return client.transact(transaction -> {
            for (int i = 0; i < keysAndValues.length; i += 2) {
                transaction.put(key(keysAndValues[i]), value(keysAndValues[i + 1]));
            }
            return result;
        });
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] value(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertValue(String expected, byte @Nullable [] value) {
        assertNotNull(value, () -> "there is no row where " + expected + " should be");
        assertEquals(expected, new String(value, StandardCharsets.UTF_8));
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static long number(byte @Nullable [] value) {
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }
}
