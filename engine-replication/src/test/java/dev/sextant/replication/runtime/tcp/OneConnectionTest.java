package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.replication.runtime.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of several connections with one peer one is in use, and nothing of an older one is taken after a newer one. */
@ExtendWith(NoLeaks.class)
class OneConnectionTest {
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
        assertEquals(List.of(), log.warnings());
        log.close();
    }

    private <T extends AutoCloseable> T closing(T value) {
        open.add(value);
        return value;
    }

    private RawPeer connected(Node node, String name, long incarnation, long seen) throws IOException {
        RawPeer peer = closing(RawPeer.at(node.address()));
        peer.introduce(name, incarnation, seen);
        return peer;
    }

    private static void assertSurplus(RawPeer peer) throws IOException {
        Frame answer = peer.read();
        assertEquals(FrameKind.REFUSED, answer.kind());
        assertTrue(Refusal.decoded(answer.content()).surplus());
    }

    private static Frame accepted(long number) {
        return new Frame(FrameKind.ACCEPTED, new Acceptance(number).encoded());
    }

    // ---- the side that chooses -------------------------------------------------------------------------------------

    @Test
    void aConnectionThatThePeerHasNotSeenYetIsNotReplaced() throws IOException {
        Node a = closing(Node.start("a"));
        RawPeer first = connected(a, "z", 1, 0);
        RawPeer second = closing(RawPeer.at(a.address()));
        second.send(RawPeer.hello("z", 1));
        assertEquals(FrameKind.HELLO, second.read().kind());
        second.send(accepted(0));
        assertSurplus(second);
        first.send(RawPeer.payload("first"));
        a.recorder().await("z:first");
        assertEquals(List.of("+z", "z:first"), a.recorder().told());
    }

    @Test
    void aConnectionThatThePeerHasLostIsReplacedThoughItsEndWasNotSeen() throws IOException {
        Node a = closing(Node.start("a"));
        RawPeer first = connected(a, "z", 1, 0);
        RawPeer second = connected(a, "z", 1, 1);
        assertNull(first.read());
        second.send(RawPeer.payload("second"));
        a.recorder().await("z:second");
        assertEquals(List.of("+z", "-z", "+z", "z:second"), a.recorder().told());
        assertTrue(a.links().send("z", Names.bytes("to second")));
        assertEquals("to second", Names.text(second.read().content()));
        assertEquals(1, a.links().counters().connectionsOpen());
    }

    @Test
    void aPeerThatWasRestartedReplacesTheConnectionOfTheOneBefore() throws IOException {
        Node a = closing(Node.start("a"));
        RawPeer first = connected(a, "z", 1, 0);
        RawPeer second = connected(a, "z", 2, 0);
        assertNull(first.read());
        second.send(RawPeer.payload("second"));
        a.recorder().await("z:second");
        assertEquals(List.of("+z", "-z", "+z", "z:second"), a.recorder().told());
    }

    // ---- the side that follows -------------------------------------------------------------------------------------

    private static RawPeer greeted(Node node, long incarnation, long seenExpected) throws IOException {
        RawPeer peer = RawPeer.at(node.address());
        peer.send(RawPeer.hello("a", incarnation));
        assertEquals(FrameKind.HELLO, peer.read().kind());
        Frame seen = peer.read();
        assertEquals(FrameKind.ACCEPTED, seen.kind());
        assertEquals(seenExpected, Acceptance.decoded(seen.content()).session());
        return peer;
    }

    @Test
    void aSessionThatIsOlderThanTheOneInUseIsNotTaken() throws IOException {
        Node z = closing(Node.start("z"));
        RawPeer first = closing(greeted(z, 1, 0));
        RawPeer second = closing(greeted(z, 1, 0));
        second.send(accepted(2));
        second.send(RawPeer.payload("second"));
        z.recorder().await("a:second");
        first.send(accepted(1));
        first.send(RawPeer.payload("first"));
        assertNull(first.read());
        closing(greeted(z, 1, 2));
        assertEquals(List.of("+a", "a:second"), z.recorder().told());
    }

    @Test
    void aNewerSessionIsTakenThoughTheOneBeforeSeemsAlive() throws IOException {
        Node z = closing(Node.start("z"));
        RawPeer first = closing(greeted(z, 1, 0));
        first.send(accepted(1));
        first.send(RawPeer.payload("first"));
        z.recorder().await("a:first");
        RawPeer second = closing(greeted(z, 1, 1));
        second.send(accepted(2));
        second.send(RawPeer.payload("second"));
        z.recorder().await("a:second");
        assertNull(first.read());
        assertEquals(
                List.of("+a", "a:first", "-a", "+a", "a:second"), z.recorder().told());
    }

    @Test
    void whatAnIncarnationThatIsGoneHasSentIsNotTakenAfterTheNext() throws IOException {
        Node z = closing(Node.start("z"));
        RawPeer before = closing(greeted(z, 1, 0));
        RawPeer next = closing(greeted(z, 2, 0));
        next.send(accepted(1));
        next.send(RawPeer.payload("next"));
        z.recorder().await("a:next");
        before.send(accepted(7));
        before.send(RawPeer.payload("before"));
        assertNull(before.read());
        assertEquals(List.of("+a", "a:next"), z.recorder().told());
    }

    // ---- while the receiver is busy --------------------------------------------------------------------------------

    @Test
    void nothingOfTheOldConnectionIsReceivedAfterItIsGoneThoughItWaited() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Recorder recorder = new Recorder() {
            @Override
            public void received(String peer, byte[] frame) {
                if (Names.text(frame).equals("old 0")) {
                    began.countDown();
                    awaitQuietly(go);
                }
                super.received(peer, frame);
            }
        };
        Node a = closing(Node.start(Node.settings("a"), Names.open("a"), recorder));
        RawPeer first = connected(a, "z", 1, 0);
        for (int i = 0; i < 100; i++) {
            first.send(RawPeer.payload("old " + i));
        }
        began.await();
        // Its connection is on the other event loop, and waits for the receiver.
        RawPeer second = closing(RawPeer.at(a.address()));
        second.send(RawPeer.hello("z", 1));
        assertEquals(FrameKind.HELLO, second.read().kind());
        second.send(accepted(1));
        second.send(RawPeer.payload("new"));
        assertFalse(recorder.told().contains("-z"));
        go.countDown();
        recorder.await("z:new");
        Waiting.until("the first is closed", () -> a.links().counters().connectionsOpen() == 1);

        List<String> told = recorder.told();
        int gone = told.indexOf("-z");
        assertEquals(List.of("-z", "+z", "z:new"), told.subList(gone, told.size()));
        assertEquals("+z", told.get(0));
        for (int i = 1; i < gone; i++) {
            assertEquals("z:old " + (i - 1), told.get(i));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
