package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.replication.runtime.Waiting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who does not speak as a peer does gets nothing, costs little, and is named in the log; on plain text, by hand. */
@ExtendWith(NoLeaks.class)
class StrangersTest {
    private static final TcpTimes HASTY = Node.PATIENT.withHandshake(Duration.ofMillis(700));

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

    private RawPeer knock(Node node) throws IOException {
        return closing(RawPeer.at(node.address()));
    }

    /** What came back until the connection ended. */
    private List<FrameKind> answers(Node node, byte[] bytes) throws IOException {
        try (RawPeer stranger = RawPeer.at(node.address())) {
            stranger.send(bytes);
            return stranger.readToEnd().stream().map(Frame::kind).toList();
        }
    }

    private static byte[] together(Frame... frames) {
        ByteBuffer bytes = ByteBuffer.allocate(10_000);
        for (Frame frame : frames) {
            bytes.put(RawPeer.encoded(frame));
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static Frame accepted(long number) {
        return new Frame(FrameKind.ACCEPTED, new Acceptance(number).encoded());
    }

    // ---- bad frames ------------------------------------------------------------------------------------------------

    @Test
    void aFrameWithAWrongChecksumClosesTheConnection() throws IOException {
        Node a = closing(Node.start("a"));
        RawPeer z = closing(RawPeer.introduced(a.address(), "z"));
        z.send(RawPeer.payload("good"));
        byte[] bad = RawPeer.encoded(RawPeer.payload("bad"));
        bad[bad.length - 1] ^= 1;
        z.send(bad);
        assertEquals(List.of(), z.readToEnd());
        a.recorder().await("-z");
        assertEquals(List.of("+z", "z:good", "-z"), a.recorder().told());
        assertEquals(1, a.links().counters().bad(FrameProblem.WRONG_CHECKSUM));
        log.awaitWarning("a closed the connection with z at 127.0.0.1:", "its checksum is wrong", "PAYLOAD of 3 bytes");
    }

    @Test
    void aFrameThatIsCutShortIsNotReceived() throws IOException {
        Node a = closing(Node.start("a"));
        byte[] whole = RawPeer.encoded(RawPeer.payload("whole"));
        for (int length = 1; length < whole.length; length++) {
            try (RawPeer z = RawPeer.introduced(a.address(), "z")) {
                z.send(Arrays.copyOf(whole, length));
            }
            int times = length;
            Waiting.until("its end was seen", () -> a.recorder().count("-z") == times);
        }
        assertEquals(List.of(), a.recorder().frames("z"));
        assertEquals(List.of(), log.warnings());
    }

    @Test
    void framesOutOfOrderCloseTheConnection() throws IOException {
        Node a = closing(Node.start("a"));
        Frame hello = RawPeer.hello("z", 1);
        List<byte[]> early = List.of(
                together(RawPeer.payload("early")),
                together(Frame.empty(FrameKind.PING)),
                together(Frame.empty(FrameKind.PONG)),
                together(accepted(0)));
        for (byte[] bytes : early) {
            assertEquals(List.of(), answers(a, bytes));
        }
        assertEquals(List.of(FrameKind.HELLO), answers(a, together(hello, hello)));
        assertEquals(List.of(FrameKind.HELLO), answers(a, together(hello, RawPeer.payload("early"))));
        assertEquals(
                List.of(FrameKind.HELLO, FrameKind.ACCEPTED), answers(a, together(hello, accepted(0), accepted(0))));
        assertEquals(
                List.of(FrameKind.HELLO, FrameKind.ACCEPTED),
                answers(a, together(RawPeer.hello("z", 2), accepted(0), RawPeer.hello("z", 2))));
        assertEquals(8, a.links().counters().bad(FrameProblem.OUT_OF_ORDER));
        assertEquals(6, a.links().counters().refused(RefusalKind.BAD_FRAME));
        assertEquals(List.of(), a.recorder().frames("z"));
        log.awaitWarning("127.0.0.1:", "it came out of order (PAYLOAD when HELLO was due)");
        log.awaitWarning("z at 127.0.0.1:", "it came out of order (HELLO when ACCEPTED was due)");
        log.awaitWarning("z at 127.0.0.1:", "it came out of order (ACCEPTED after the handshake)");
    }

    @Test
    void randomBytesGetNothing() throws IOException {
        Node a = closing(Node.start("a"));
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[Frame.HEADER_BYTES + random.nextInt(2_000)];
            random.nextBytes(noise);
            // Long enough for any frame there may be before the handshake is done.
            noise[0] = (byte) (1 + random.nextInt(255));
            assertEquals(List.of(), answers(a, noise));
        }
        assertEquals(200, a.links().counters().refused(RefusalKind.BAD_FRAME));
        assertEquals(200, a.links().counters().bad(FrameProblem.TOO_LONG));
        assertEquals(List.of(), a.recorder().told());
        assertEquals(1, log.warnings().size(), () -> "once for each reason: " + log.warnings());
    }

    @Test
    void aLengthIsNotBelievedBeforeTheHandshakeIsDone() throws IOException {
        Node a = closing(Node.start("a"));
        int most = AdmissionLimits.DEFAULT.helloBytes() + Greeting.OVERHEAD_BYTES_MOST;
        byte[] header = ByteBuffer.allocate(Frame.HEADER_BYTES)
                .putInt(most + 1)
                .put(FrameKind.HELLO.code())
                .array();
        assertEquals(List.of(), answers(a, header));
        assertEquals(1, a.links().counters().bad(FrameProblem.TOO_LONG));
    }

    @Test
    void aHelloThatIsNoneOfOursIsRefused() throws IOException {
        Node a = closing(Node.start("a"));
        assertEquals(List.of(), answers(a, together(new Frame(FrameKind.HELLO, Names.bytes("GET / HTTP/1.1")))));
        assertEquals(1, a.links().counters().bad(FrameProblem.MALFORMED));
    }

    // ---- time and number -------------------------------------------------------------------------------------------

    @Test
    void whoDawdlesIsCutOff() throws IOException {
        Node a = closing(Node.start(Node.settings("a").with(HASTY)));
        byte[] hello = RawPeer.encoded(RawPeer.hello("z", 1));
        RawPeer silent = knock(a);
        RawPeer slow = knock(a);
        slow.send(Arrays.copyOf(hello, hello.length - 1));
        RawPeer half = knock(a);
        half.send(hello);
        assertEquals(List.of(), silent.readToEnd());
        assertEquals(List.of(), slow.readToEnd());
        assertEquals(
                List.of(FrameKind.HELLO),
                half.readToEnd().stream().map(Frame::kind).toList());
        assertEquals(3, a.links().counters().refused(RefusalKind.TIMED_OUT));
        assertEquals(List.of(), a.recorder().told());
        assertEquals(1, log.warnings("closed the connection with 127.0.0.1").size());
        assertEquals(
                1, log.warnings("closed the connection with z at 127.0.0.1").size());
        assertEquals(2, log.warnings("its handshake took longer than PT0.7S").size());
    }

    @Test
    void aFloodOfHandshakesIsTurnedAwayAndPeersStayConnected() throws IOException {
        Node a = closing(Node.start(Node.settings("a").with(new AdmissionLimits(100, 4, 100, 100, 10))));
        Node b = closing(Node.start("b", a.peer()));
        a.awaitConnected(b);
        List<RawPeer> flood = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            flood.add(knock(a));
        }
        Waiting.until(
                "those beyond the limit were turned away",
                () -> a.links().counters().refused(RefusalKind.TOO_MANY) == 56);
        assertTrue(a.links().send("b", Names.bytes("still here")));
        b.recorder().await("a:still here");
        assertEquals(1, log.warnings("which is what tcp.handshakes allows").size());
        for (RawPeer each : flood) {
            each.close();
        }
        a.awaitConnected(closing(Node.start("c", a.peer())));
        assertEquals(List.of("+b", "+c"), a.recorder().told());
    }

    @Test
    void oneAddressCannotTakeAllConnections() throws IOException {
        Node a = closing(Node.start(Node.settings("a").with(new AdmissionLimits(100, 50, 50, 3, 10))));
        for (int i = 0; i < 3; i++) {
            closing(RawPeer.introduced(a.address(), "z" + i));
        }
        assertEquals(List.of(), knock(a).readToEnd());
        assertEquals(
                1,
                log.warnings("which is what tcp.connectionsPerAddress allows").size());
        Waiting.until("all three are told", () -> a.recorder().told().size() >= 3);
        // Connections have event loops of their own, so in any order.
        assertEquals(Set.of("+z0", "+z1", "+z2"), Set.copyOf(a.recorder().told()));
    }

    @Test
    void onlySoManyNamesAreKnown() throws IOException {
        Node a = closing(Node.start(Node.settings("a").with(new AdmissionLimits(100, 50, 50, 50, 2))));
        RawPeer.introduced(a.address(), "x").close();
        RawPeer.introduced(a.address(), "y").close();
        RawPeer z = knock(a);
        z.send(RawPeer.hello("z", 1));
        assertTrue(Refusal.decoded(z.read().content()).reason().contains("tcp.names"));
        closing(RawPeer.introduced(a.address(), "x"));
    }

    // ---- refusals --------------------------------------------------------------------------------------------------

    private static Names refusing(String name, String whom, String reason) {
        return Names.judging(
                name,
                (other, certificate) -> other.equals(whom) ? new Verdict.Refused(reason) : new Verdict.Accepted(other));
    }

    @Test
    void whoIsRefusedIsToldWhyAndServedNothing() throws IOException {
        Node a = closing(Node.start(Node.settings("a"), refusing("a", "z", "another\nvolume"), new Recorder()));
        for (int i = 0; i < 3; i++) {
            RawPeer z = knock(a);
            z.send(together(RawPeer.hello("z", 1), accepted(0), RawPeer.payload("early")));
            Frame answer = z.read();
            assertEquals(FrameKind.REFUSED, answer.kind());
            assertEquals(new Refusal(false, "another?volume"), Refusal.decoded(answer.content()));
            z.close();
        }
        assertEquals(3, a.links().counters().refused(RefusalKind.NOT_ACCEPTED));
        assertEquals(List.of(), a.recorder().told());
        assertEquals(1, log.warnings().size(), () -> "once: " + log.warnings());
        log.awaitWarning("a refused z at 127.0.0.1:", "another?volume");
    }

    @Test
    void bothSidesLogARefusalOnceAndTheDialerTriesAgainUntilItIsAccepted() {
        AtomicVerdict verdict = new AtomicVerdict();
        Node a = closing(Node.start(Node.settings("a"), Names.judging("a", verdict), new Recorder()));
        Node b = closing(Node.start("b", a.peer()));
        Waiting.until(
                "it was refused again and again", () -> b.links().counters().refused(RefusalKind.REFUSED_BY_PEER) >= 4);
        assertEquals(List.of(), a.recorder().told());
        assertEquals(List.of(), b.recorder().told());
        assertFalse(b.links().send("a", new byte[1]));
        assertEquals(1, log.warnings("a refused b at 127.0.0.1:").size());
        assertEquals(1, log.warnings("b was refused by a at 127.0.0.1:").size());
        assertEquals(2, log.warnings("not today").size());
        assertEquals(2, log.warnings().size());
        verdict.accepting = true;
        a.awaitConnected(b);
    }

    /** Refuses until it is told otherwise. */
    private static final class AtomicVerdict implements BiFunction<String, PeerCertificate, Verdict> {
        private volatile boolean accepting;

        @Override
        public Verdict apply(String name, PeerCertificate certificate) {
            return accepting ? new Verdict.Accepted(name) : new Verdict.Refused("not today");
        }
    }

    @Test
    void theDialerMayRefuseToo() {
        Node a = closing(Node.start("a"));
        Node b = closing(Node.start(Node.settings("b"), refusing("b", "a", "no such node"), new Recorder(), a.peer()));
        log.awaitWarning("b refused a at 127.0.0.1:", "no such node");
        log.awaitWarning("a was refused by b at 127.0.0.1:", "no such node");
        Waiting.until("it was tried again", () -> b.links().counters().refused(RefusalKind.NOT_ACCEPTED) >= 3);
        assertEquals(List.of(), a.recorder().told());
        assertEquals(List.of(), b.recorder().told());
        assertEquals(2, log.warnings().size());
    }

    @Test
    void aRefusalCannotForgeALog() throws IOException {
        RawServer server = closing(new RawServer());
        closing(Node.start("b", server.peer("a")));
        RawPeer a = closing(server.accept());
        assertEquals(FrameKind.HELLO, a.read().kind());
        byte[] reason = Names.bytes("\u0000x\n12:00 ERROR forged \u001b[31m" + "y".repeat(3_000));
        a.send(new Frame(FrameKind.REFUSED, reason));
        assertNull(a.read());
        String line = log.awaitWarning("b was refused by a", "x?12:00 ERROR forged ?[31my");
        assertTrue(line.length() < 1_000, line);
    }

    @Test
    void twoProcessesOfOneNameAreRefused() {
        Node a = closing(Node.start("a"));
        Node other = closing(Node.start("a"));
        other.links().setPeer(new Peer("b", Node.HOST, a.address().getPort()));
        log.awaitWarning("a refused a at", "every process needs a name of its own");
        assertEquals(List.of(), a.recorder().told());
        assertEquals(List.of(), other.recorder().told());
    }

    @Test
    void whoAnswersUnderAnotherNameIsRefused() {
        Node c = closing(Node.start("c"));
        Node a = closing(Node.start("a", new Peer("b", Node.HOST, c.address().getPort())));
        log.awaitWarning(
                "a refused c at", "a looked for b at 127.0.0.1:", "but c answered", "correct the address of b");
        log.awaitWarning("c was refused by a");
        assertEquals(List.of(), a.recorder().told());
        assertEquals(List.of(), c.recorder().told());
    }

    @Test
    void aHelloOfSomebodyElseIsRefused() throws IOException {
        Node a = closing(Node.start(
                Node.settings("a"),
                Names.judging("a", (other, certificate) -> new Verdict.Accepted("y")),
                new Recorder()));
        RawPeer z = knock(a);
        z.send(RawPeer.hello("z", 1));
        assertEquals(
                "it calls itself z, but its hello is that of y",
                Refusal.decoded(z.read().content()).reason());
    }

    @Test
    void anotherVersionIsRefusedOnBothSides() throws IOException {
        Node a = closing(Node.start("a"));
        RawPeer z = knock(a);
        z.send(new Frame(FrameKind.HELLO, new Greeting(9, 1, "z", new byte[0]).encoded()));
        assertEquals(
                "it speaks version 9 of the transport, and a version 1; run the same version of the library on both",
                Refusal.decoded(z.read().content()).reason());
        log.awaitWarning("a refused 127.0.0.1:", "it speaks version 9");
    }

    @Test
    void aCheckThatThrowsRefuses() throws IOException {
        Node a = closing(Node.start(
                Node.settings("a"),
                Names.judging("a", (other, certificate) -> {
                    throw new IllegalStateException("a bug of the checker");
                }),
                new Recorder()));
        RawPeer z = knock(a);
        z.send(RawPeer.hello("z", 1));
        assertTrue(Refusal.decoded(z.read().content()).reason().contains("because of a bug"));
        log.awaitWarning("a met a bug");
    }

    // ---- those who were dialed -------------------------------------------------------------------------------------

    @Test
    void whoIsDialedAndDoesNotAnswerIsTriedAgain() throws IOException {
        RawServer server = closing(new RawServer());
        Node b = closing(Node.start(Node.settings("b").with(HASTY), server.peer("a")));
        for (int i = 0; i < 3; i++) {
            RawPeer a = closing(server.accept());
            assertEquals(FrameKind.HELLO, a.read().kind());
            assertNull(a.read());
        }
        Waiting.until("it was counted", () -> b.links().counters().refused(RefusalKind.TIMED_OUT) >= 3);
        assertEquals(1, log.warnings().size());
        log.awaitWarning("b closed the connection with a at 127.0.0.1:", "its handshake took longer");
    }

    @Test
    void whoIsDialedAndClosesWithoutAWordIsNamedOnce() throws IOException {
        RawServer server = closing(new RawServer());
        Node b = closing(Node.start("b", server.peer("a")));
        for (int i = 0; i < 3; i++) {
            RawPeer a = server.accept();
            assertEquals(FrameKind.HELLO, a.read().kind());
            a.close();
        }
        Waiting.until("it was counted", () -> b.links().counters().refused(RefusalKind.ABANDONED) >= 3);
        assertEquals(1, log.warnings().size());
        log.awaitWarning("a at 127.0.0.1:", "during the handshake without a word; its own log may say why");
    }

    @Test
    void aPortScanIsNoNews() throws IOException {
        Node a = closing(Node.start("a"));
        knock(a).close();
        Waiting.until("it was counted", () -> a.links().counters().refused(RefusalKind.ABANDONED) == 1);
        assertEquals(List.of(), log.warnings());
    }

    @Test
    void whoAsksIsAnsweredAndWhoFallsSilentIsAskedAndGivenUp() throws IOException {
        TcpTimes alert = Node.PATIENT.withPing(Duration.ofMillis(200), Duration.ofSeconds(1));
        Node a = closing(Node.start(Node.settings("a").with(alert)));
        RawPeer z = closing(RawPeer.introduced(a.address(), "z"));
        z.send(Frame.empty(FrameKind.PING));
        List<FrameKind> answers = z.readToEnd().stream().map(Frame::kind).toList();
        assertTrue(answers.contains(FrameKind.PONG), answers.toString());
        assertTrue(answers.contains(FrameKind.PING), answers.toString());
        a.recorder().await("-z");
    }
}
