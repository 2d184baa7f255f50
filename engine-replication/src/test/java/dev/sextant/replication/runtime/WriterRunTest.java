package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.LinkLatency;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.WriterInput;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever ends a writer, those who wait for it are told. */
class WriterRunTest {
    private static final WriterId WRITER = new WriterId(0);

    private final SystemClock clock = new SystemClock();
    private final SystemRandom random = new SystemRandom();
    private final InProcessNetwork network = new InProcessNetwork(LinkLatency.NONE, clock, random);
    private final WriterHost host = new WriterHost(
            new NodeContext(
                    ClusterConfig.inMemory().writers(1).build(),
                    clock,
                    network,
                    new ClusterEvents(event -> {}, 16, Recorder.NONE),
                    random,
                    Runnable::run),
            WRITER,
            WriterHost.StandBy.NEVER);

    @AfterEach
    void close() {
        host.close();
        clock.close();
    }

    private static CompletableFuture<ClientAnswer> ask(WriterRun run) {
        return run.request(id -> new WriterInput.AwaitPoint(id, ReadPoint.ZERO, Long.MAX_VALUE))
                .toCompletableFuture();
    }

    private static void assertUnavailable(CompletableFuture<ClientAnswer> answer) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> answer.get(1, TimeUnit.MINUTES));
        assertTrue(failure.getCause() instanceof WriterUnavailableException, failure.toString());
    }

    @Test
    void aWriterThatIsNotOpenSaysSo() throws Exception {
        host.start();
        ClientAnswer answer = ask(host.run()).get(1, TimeUnit.MINUTES);

        assertEquals(new ClientAnswer.Failed(ClientAnswer.Failed.Reason.NOT_OPEN), answer);
        assertEquals(WriterState.STARTING, host.run().state());
        assertFalse(host.run().isBusy());
    }

    @Test
    void theDeathOfAWriterEndsWhatWaitsForItAndWhatComesLater() {
        // Not started, so that nothing is answered before it dies.
        WriterRun run = host.run();
        CompletableFuture<ClientAnswer> before = ask(run);
        assertTrue(run.isBusy());
        host.start();
        host.kill();

        assertTrue(before.isDone(), "a killed writer keeps nobody waiting");
        assertUnavailable(ask(run));
        assertEquals(WriterState.DOWN, run.state());
        assertFalse(run.isBusy());
    }

    @Test
    void aBugTakesTheWriterOutOfServiceAndItCanBeRestarted() {
        host.start();
        WriterRun run = host.run();
        // No core knows what to do with no message at all.
        assertTrue(run.deliver(NodeAddress.of(new SegmentId(0)), Collections.singletonList(null)));
        Waiting.until("the writer is down", () -> run.state() == WriterState.DOWN);

        assertUnavailable(ask(run));
        host.restart();
        assertEquals(WriterState.STARTING, host.run().state());
        assertFalse(run == host.run());
    }

    @Test
    void aClosedHostStartsNothing() {
        host.start();
        WriterRun run = host.run();
        host.close();
        host.restart();

        assertSame(run, host.run());
        assertEquals(WriterState.DOWN, run.state());
    }
}
