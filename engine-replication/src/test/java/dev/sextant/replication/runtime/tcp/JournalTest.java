package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told when a process begins to listen. */
class JournalTest {
    private final LogLines log = LogLines.ofTransport();
    private final Journal journal = new Journal("a", new OnceLog(System::nanoTime), Duration.ofSeconds(5));

    @AfterEach
    void close() {
        log.close();
    }

    private static InetSocketAddress address(int... parts) {
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) parts[i];
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), 7_000);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void plainTextBeyondLoopbackIsWarnedAbout() {
        journal.listening(address(192, 0, 2, 1), PlainText.INSTANCE, "NIO");
        journal.listening(address(0, 0, 0, 0), PlainText.INSTANCE, "NIO");
        assertEquals(2, log.warnings("without TLS, as the settings ask for").size());
        log.awaitWarning("a listens on 192.0.2.1:7000", "whoever reaches this port can read and forge everything");
    }

    @Test
    void plainTextOnLoopbackAndTlsAreNotWarnedAbout() {
        TlsMaterial material = new TlsMaterial(Path.of("ca.pem"), Path.of("own.pem"), Path.of("own.key"));
        journal.listening(address(127, 0, 0, 1), PlainText.INSTANCE, "NIO");
        journal.listening(address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), PlainText.INSTANCE, "NIO");
        journal.listening(address(0, 0, 0, 0), material, "NIO");
        assertEquals(List.of(), log.warnings());
    }

    @Test
    void addressesAreWrittenAsPeopleWriteThem() {
        assertEquals("127.0.0.1:7000", Journal.text(address(127, 0, 0, 1)));
        assertEquals("[0:0:0:0:0:0:0:1]:7000", Journal.text(address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)));
        assertEquals("node-1.example:7000", Journal.text(InetSocketAddress.createUnresolved("node-1.example", 7_000)));
    }
}
