package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who says nothing is asked, and who does not answer is given up; in virtual time. */
class HeartbeatTest {
    private static final TcpTimes TIMES = TcpTimes.DEFAULT.withPing(Duration.ofSeconds(1), Duration.ofMillis(2_500));

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private boolean heard;
    private int silent;
    private final Heartbeat heartbeat = new Heartbeat(channel, this::heardSinceAsked, TIMES, () -> silent++);

    private boolean heardSinceAsked() {
        boolean answer = heard;
        heard = false;
        return answer;
    }

    private void secondPasses() {
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runPendingTasks();
    }

    private void assertPinged(boolean expected) {
        Frame frame = channel.readOutbound();
        if (expected) {
            assertEquals(FrameKind.PING, frame.kind());
        } else {
            assertNull(frame);
        }
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aPeerThatTalksIsNotAsked() {
        heartbeat.start();
        for (int i = 0; i < 10; i++) {
            heard = true;
            secondPasses();
            assertPinged(false);
        }
        assertEquals(0, silent);
    }

    @Test
    void aPeerThatAnswersIsAskedAgainAndAgain() {
        heartbeat.start();
        for (int i = 0; i < 5; i++) {
            secondPasses();
            assertPinged(true);
            heard = true;
            secondPasses();
            assertPinged(false);
        }
        assertEquals(0, silent);
    }

    @Test
    void aPeerThatDoesNotAnswerIsGivenUpAfterWholePings() {
        heartbeat.start();
        secondPasses();
        assertPinged(true);
        secondPasses();
        assertPinged(true);
        assertEquals(0, silent);
        secondPasses();
        assertPinged(false);
        assertEquals(1, silent);
        secondPasses();
        assertEquals(1, silent);
    }

    @Test
    void aPauseOfThisProcessIsNotASilenceOfThePeer() {
        heartbeat.start();
        channel.advanceTimeBy(1, TimeUnit.HOURS);
        channel.runPendingTasks();
        assertPinged(true);
        heard = true;
        secondPasses();
        assertEquals(0, silent);
    }

    @Test
    void nothingComesAfterItWasStopped() {
        heartbeat.start();
        heartbeat.stop();
        secondPasses();
        assertPinged(false);
    }
}
