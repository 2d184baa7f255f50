package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.replication.runtime.Waiting;
import io.netty.util.internal.PlatformDependent;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who sends more than is read is told so, with bounded memory, and what was taken arrives. */
@ExtendWith(NoLeaks.class)
class BackPressureTest {
    private static final int FRAME_BYTES = 64 << 10;
    private static final FlowLimits NARROW =
            FlowLimits.DEFAULT.withFrameBytes(1 << 20).withQueue(1_000, 2 << 20).withWaterBytes(128 << 10, 256 << 10);
    /** What the operating system holds for a connection, at most, on both sides. */
    private static final long KERNEL_BYTES_MOST = 32L << 20;

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T closing(T value) {
        open.add(value);
        return value;
    }

    /** Takes nothing until it is told to; then keeps the numbers of frames. */
    private static final class Reluctant extends Recorder {
        private final CountDownLatch go = new CountDownLatch(1);
        private final List<Integer> numbers = new ArrayList<>();

        @Override
        public void received(String peer, byte[] frame) {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            synchronized (numbers) {
                numbers.add(ByteBuffer.wrap(frame).getInt());
            }
        }

        List<Integer> numbers() {
            synchronized (numbers) {
                return List.copyOf(numbers);
            }
        }
    }

    private static byte[] frame(int number) {
        return ByteBuffer.allocate(FRAME_BYTES).putInt(number).array();
    }

    @Test
    void onPlainText() {
        TcpSettings b = Node.settings("b").with(NARROW);
        sendMoreThanIsRead(Node.settings("a").with(NARROW), b);
    }

    @Test
    void onTls() {
        TestPki cluster = TestPki.named("cluster authority");
        TcpSettings a = Node.settings("a", cluster.files(folder, "a")).with(NARROW);
        sendMoreThanIsRead(a, Node.settings("b", cluster.files(folder, "b")).with(NARROW));
    }

    private void sendMoreThanIsRead(TcpSettings sending, TcpSettings receiving) {
        Reluctant reluctant = new Reluctant();
        Node b = closing(Node.start(receiving, Names.open("b"), reluctant));
        Node a = closing(Node.start(sending, b.peer()));
        a.awaitConnected(b);
        long usedBefore = PlatformDependent.usedDirectMemory();
        int taken = sendUntilNothingIsTaken(a);
        assertTrue((long) taken * FRAME_BYTES < NARROW.queuedBytes() + NARROW.highWaterBytes() + KERNEL_BYTES_MOST);
        assertTrue(PlatformDependent.usedDirectMemory() - usedBefore < KERNEL_BYTES_MOST);
        long dropped = a.links().counters().sendsDropped();
        for (int i = 0; i < 10_000; i++) {
            assertFalse(a.links().send("b", frame(-1)));
        }
        assertEquals(dropped + 10_000, a.links().counters().sendsDropped());
        assertTrue(a.links().isConnected("b"));

        reluctant.go.countDown();
        Waiting.until("all that was taken came", () -> reluctant.numbers().size() == taken);
        for (int i = 0; i < taken; i++) {
            assertEquals(i, reluctant.numbers().get(i));
        }
        Waiting.until("there is room again", () -> a.links().send("b", frame(taken)));
        Waiting.until("it came", () -> reluctant.numbers().size() == taken + 1);
        assertEquals(List.of("+b"), a.recorder().told());
    }

    /** Returns how many were taken: full is what has been full for long, since the network takes more for a while. */
    private static int sendUntilNothingIsTaken(Node a) {
        int[] taken = {0};
        int[] refusedInARow = {0};
        Waiting.until("nothing more is taken", () -> {
            while (a.links().send("b", frame(taken[0]))) {
                taken[0]++;
                refusedInARow[0] = 0;
            }
            return ++refusedInARow[0] == 100;
        });
        return taken[0];
    }

    @Test
    void aPeerThatNeverReadsIsGivenUpAndTheFramesAreCountedAsLost() {
        TcpTimes alert = Node.PATIENT.withPing(Duration.ofMillis(50), Duration.ofMillis(500));
        Reluctant reluctant = new Reluctant();
        Node b = closing(Node.start(Node.settings("b").with(NARROW), Names.open("b"), reluctant));
        Node a = closing(Node.start(Node.settings("a").with(NARROW).with(alert)));
        a.links().setPeer(b.peer());
        a.awaitConnected(b);
        Waiting.until("it is full", () -> !a.links().send("b", frame(0)));
        a.recorder().await("-b");
        assertTrue(a.links().counters().framesLost() > 0);
        reluctant.go.countDown();
    }
}
