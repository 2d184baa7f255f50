package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.sextant.api.ConfigurationException;
import dev.sextant.replication.runtime.Waiting;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes find each other, frames go both ways in order, and what breaks is mended. On plain text. */
@ExtendWith(NoLeaks.class)
class TcpLinksTest {
    private final List<AutoCloseable> open = new ArrayList<>();
    private LogLines log;

    @BeforeEach
    void listenToLog() {
        log = LogLines.ofTransport();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        log.close();
    }

    private <T extends AutoCloseable> T closing(T value) {
        open.add(value);
        return value;
    }

    private Node start(String name, Peer... peers) {
        return closing(Node.start(name, peers));
    }

    // ---- frames ----------------------------------------------------------------------------------------------------

    @Test
    void framesArriveInOrderBothWays() {
        Node a = start("a");
        Node b = start("b", a.peer());
        a.awaitConnected(b);
        List<String> texts = texts(5_000);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAll(a, "b", texts));
        sendAll(b, "a", texts);
        sending.join();
        Waiting.until(
                "all frames came",
                () -> a.links().counters().framesIn() >= 5_000
                        && b.links().counters().framesIn() >= 5_000);

        assertEquals(texts, a.recorder().frames("b"));
        assertEquals(texts, b.recorder().frames("a"));
        TcpCounters counters = a.links().counters();
        assertEquals(5_000, counters.framesIn());
        assertEquals(5_000, counters.framesOut());
        assertTrue(
                counters.bytesOut() > texts.stream().mapToLong(String::length).sum());
        assertEquals(1, counters.connectionsOpen());
        assertEquals(1, counters.connectionsOpened());
    }

    private static List<String> texts(int count) {
        SplittableRandom random = new SplittableRandom(count);
        return IntStream.range(0, count)
                .mapToObj(i -> i + "-" + "x".repeat(random.nextInt(random.nextInt(20) == 0 ? 20_000 : 200)))
                .toList();
    }

    private static void sendAll(Node from, String to, List<String> texts) {
        for (String text : texts) {
            Waiting.until("there is room", () -> from.links().send(to, Names.bytes(text)));
        }
    }

    @Test
    void aFrameAtTheLimitArrivesAndALongerOneIsTheSendersMistake() {
        Node a = start("a");
        Node b = start("b", a.peer());
        a.awaitConnected(b);
        int most = FlowLimits.DEFAULT.frameBytes();
        assertTrue(a.links().send("b", new byte[most]));
        assertThrows(IllegalArgumentException.class, () -> a.links().send("b", new byte[most + 1]));
        assertTrue(a.links().send("b", new byte[0]));
        Waiting.until("both came", () -> b.links().counters().framesIn() == 2);
        assertEquals(most, b.recorder().frames("a").get(0).length());
        assertEquals("", b.recorder().frames("a").get(1));
        assertTrue(a.links().isConnected("b"));
    }

    @Test
    void aFrameLongerThanTheReceiverAllowsClosesTheConnection() {
        Node a = start("a");
        Node b = closing(Node.start(Node.settings("b").with(FlowLimits.DEFAULT.withFrameBytes(1_000)), a.peer()));
        a.awaitConnected(b);
        assertTrue(a.links().send("b", new byte[1_001]));
        b.recorder().await("-a");
        log.awaitWarning("b closed", "a at 127.0.0.1:", "longer than is allowed", "1001 bytes, at most 1000");
        assertEquals(1, b.links().counters().bad(FrameProblem.TOO_LONG));
        assertEquals(List.of(), b.recorder().frames("a"));
    }

    @Test
    void whatIsSentToWhoIsNotConnectedIsDropped() {
        Node a = start("a");
        assertFalse(a.links().send("b", new byte[1]));
        assertFalse(a.links().isConnected("b"));
        assertEquals(1, a.links().counters().sendsDropped());
    }

    // ---- connections -----------------------------------------------------------------------------------------------

    @Test
    void whenBothDialAtOnceOneConnectionRemainsAndNoneIsLost() {
        for (int round = 0; round < 30; round++) {
            try (Node a = Node.start("a");
                    Node b = Node.start("b")) {
                CompletableFuture<Void> dialing =
                        CompletableFuture.runAsync(() -> a.links().setPeer(b.peer()));
                b.links().setPeer(a.peer());
                dialing.join();
                a.awaitConnected(b);
                Waiting.until(
                        "frames go both ways",
                        () -> a.links().send("b", Names.bytes("x")) && b.links().send("a", Names.bytes("y")));
                a.recorder().await("b:y");
                b.recorder().await("a:x");
                assertEquals(List.of("+b", "b:y"), a.recorder().told());
                assertEquals(List.of("+a", "a:x"), b.recorder().told());
                assertEquals(1, a.links().counters().connectionsOpened());
                assertEquals(1, b.links().counters().connectionsOpened());
            }
        }
        // Of the connection that is not needed the other end may hear first that it was closed.
        assertEquals(
                List.of(),
                log.warnings().stream()
                        .filter(warning -> !warning.contains("without a word"))
                        .toList());
    }

    @Test
    void aConnectionThatBreaksIsMadeAgain() throws Exception {
        Node a = start("a");
        Proxy proxy = closing(new Proxy(a.address()));
        Node b = start("b", Node.peer("a", proxy.address()));
        for (int round = 1; round <= 5; round++) {
            int times = round;
            Waiting.until(
                    "they are connected again",
                    () -> a.recorder().count("+b") == times && b.recorder().count("+a") == times);
            Waiting.until("there is room", () -> a.links().send("b", Names.bytes("round " + times)));
            b.recorder().await("a:round " + round);
            proxy.cut();
            Waiting.until(
                    "both have seen it",
                    () -> a.recorder().count("-b") == times && b.recorder().count("-a") == times);
        }
    }

    @Test
    void aPeerThatIsRestartedIsConnectedAgain() {
        Node a = start("a");
        try (Node b = Node.start("b", a.peer())) {
            a.awaitConnected(b);
        }
        a.recorder().await("-b");
        Node again = start("b", a.peer());
        a.awaitConnected(again);
        assertEquals(List.of("+b", "-b", "+b"), a.recorder().told());
    }

    @Test
    void aPeerWhoseAddressChangesIsFoundThere() throws Exception {
        Node b = start("b");
        Node a = start("a", unreachable("b"));
        Waiting.until("it was tried", () -> a.links().counters().dials() >= 4);
        assertFalse(a.links().isConnected("b"));
        assertEquals(
                1,
                log.from(Level.INFO).stream()
                        .filter(each -> each.contains("a cannot reach b at 127.0.0.1:"))
                        .count());
        a.links().setPeer(b.peer());
        a.awaitConnected(b);
    }

    private static Peer unreachable(String name) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Peer(name, Node.HOST, taken.getLocalPort());
        }
    }

    @Test
    void aHostThatCannotBeLookedUpIsTriedAgainAndNamedOnce() {
        Node a = start("a", new Peer("b", "no-such-host.invalid", 1));
        Waiting.until("it was tried", () -> a.links().counters().dials() >= 3);
        assertEquals(
                1,
                log.from(Level.INFO).stream()
                        .filter(each -> each.contains("no-such-host.invalid:1: there is no host of that name"))
                        .count());
    }

    @Test
    void aProcessIsNoPeerOfItsOwn() {
        Node a = start("a", new Peer("a", Node.HOST, 1));
        assertEquals(0, a.links().counters().dials());
        assertThrows(IllegalArgumentException.class, () -> a.links().setPeer(a.peer()));
    }

    @Test
    void aPeerThatIsOnlyInItsOwnListConnectsAllTheSame() {
        Node a = start("a");
        Node b = start("b", a.peer());
        Node c = start("c", a.peer(), b.peer());
        a.awaitConnected(b);
        a.awaitConnected(c);
        b.awaitConnected(c);
        assertTrue(c.links().send("b", Names.bytes("from c")));
        b.recorder().await("c:from c");
        assertEquals(List.of(), a.recorder().frames("c"));
    }

    @Test
    void aSilentConnectionIsNoticedThoughNobodyClosedIt() throws Exception {
        TcpTimes alert = Node.PATIENT.withPing(Duration.ofMillis(20), Duration.ofMillis(200));
        Node a = closing(Node.start(Node.settings("a").with(alert)));
        Proxy proxy = closing(new Proxy(a.address()));
        Node b = closing(Node.start(Node.settings("b").with(alert), Node.peer("a", proxy.address())));
        a.awaitConnected(b);
        proxy.setSilent(true);
        a.recorder().await("-b");
        b.recorder().await("-a");
        Waiting.until(
                () -> "whoever notices it first says why: " + log.from(Level.INFO),
                () -> log.from(Level.INFO).stream()
                        .anyMatch(each -> each.contains(" has lost its connection to ")
                                && each.contains("nothing was heard from it for")));
        proxy.setSilent(false);
        proxy.cut();
        a.awaitConnected(b);
    }

    @Test
    void anIdleConnectionStays() {
        TcpTimes alert = Node.PATIENT.withPing(Duration.ofMillis(1), Duration.ofMinutes(1));
        Node a = closing(Node.start(Node.settings("a").with(alert)));
        Node b = closing(Node.start(Node.settings("b").with(alert), a.peer()));
        a.awaitConnected(b);
        long before = a.links().counters().bytesIn();
        Waiting.until("they ask and answer", () -> a.links().counters().bytesIn() > before + 1_000);
        assertEquals(List.of("+b"), a.recorder().told());
    }

    // ---- mistakes --------------------------------------------------------------------------------------------------

    @Test
    void aReceiverThatThrowsLosesTheConnectionAndGetsAnother() {
        Recorder throwing = new Recorder() {
            @Override
            public void received(String peer, byte[] frame) {
                super.received(peer, frame);
                throw new IllegalStateException("a bug of the receiver");
            }
        };
        Node a = start("a");
        Node b = closing(Node.start(Node.settings("b"), Names.open("b"), throwing, a.peer()));
        a.awaitConnected(b);
        assertTrue(a.links().send("b", Names.bytes("x")));
        Waiting.until("another connection is there", () -> throwing.count("+a") == 2);
        assertEquals(List.of("+a", "a:x", "-a", "+a"), throwing.told());
        log.awaitWarning("b met a bug", "a at 127.0.0.1:");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        Node a = start("a");
        int port = a.address().getPort();
        TcpSettings settings = TcpSettings.of("b", Node.HOST, port, PlainText.INSTANCE);
        ConfigurationException refusal = assertThrows(
                ConfigurationException.class,
                () -> TcpLinks.start(settings, List.of(), Names.open("b"), new Recorder()));
        assertEquals("tcp.listenPort", refusal.setting());
        assertTrue(refusal.getMessage().contains("127.0.0.1:" + port + " cannot be listened on"), refusal.getMessage());
        awaitNoThreads("b");
    }

    @Test
    void anAddressThatIsNoneIsNamed() {
        TcpSettings settings = TcpSettings.of("b", "no-such-host.invalid", 0, PlainText.INSTANCE);
        ConfigurationException refusal = assertThrows(
                ConfigurationException.class,
                () -> TcpLinks.start(settings, List.of(), Names.open("b"), new Recorder()));
        assertEquals("tcp.listenHost", refusal.setting());
    }

    @Test
    void plainTextHasNothingToRotate() {
        Node a = start("a");
        TlsMaterial material = new TlsMaterial(Path.of("a"), Path.of("b"), Path.of("c"));
        assertThrows(IllegalArgumentException.class, () -> a.links().rotate(material));
    }

    // ---- the end ---------------------------------------------------------------------------------------------------

    @Test
    void closingTellsGoneAndLeavesNoThread() {
        Node a = Node.start("a");
        Node b = Node.start("b", a.peer());
        a.awaitConnected(b);
        a.close();
        assertEquals(List.of("+b", "-b"), a.recorder().told());
        assertFalse(a.links().send("b", new byte[1]));
        assertFalse(a.links().isConnected("b"));
        a.close();
        b.recorder().await("-a");
        b.close();
        awaitNoThreads("a");
        awaitNoThreads("b");
    }

    private static void awaitNoThreads(String name) {
        Waiting.until(
                "its threads have ended",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(each -> each.getName().startsWith("sextant-tcp-" + name + "-")));
    }

    @Test
    void aReceiverMayClose() throws Exception {
        AtomicReference<TcpLinks> closing = new AtomicReference<>();
        CountDownLatch closed = new CountDownLatch(1);
        Recorder recorder = new Recorder() {
            @Override
            public void received(String peer, byte[] frame) {
                closing.get().close();
                closed.countDown();
            }
        };
        Node a = start("a");
        Node b = closing(Node.start(Node.settings("b"), Names.open("b"), recorder, a.peer()));
        closing.set(b.links());
        a.awaitConnected(b);
        assertTrue(a.links().send("b", Names.bytes("x")));
        closed.await();
        recorder.await("-a");
        a.recorder().await("-b");
    }

    @Test
    void thereAreAsManyEventLoopsAsTheSettingsSay() {
        Node a = closing(Node.start(Node.settings("lone").withThreads(1)));
        for (int i = 0; i < 4; i++) {
            a.awaitConnected(start("x" + i, a.peer()));
        }
        assertEquals(
                1,
                Thread.getAllStackTraces().keySet().stream()
                        .filter(each -> each.getName().startsWith("sextant-tcp-lone"))
                        .count());
    }
}
