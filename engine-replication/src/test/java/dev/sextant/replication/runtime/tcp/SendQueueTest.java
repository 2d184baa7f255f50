package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a connection takes, in what order, and how often it is flushed. */
class SendQueueTest {
    private static final FlowLimits LIMITS =
            FlowLimits.DEFAULT.withFrameBytes(100).withQueue(5, 100);

    private final Counters counters = new Counters();
    private int flushes;
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {
        @Override
        public void flush(ChannelHandlerContext ctx) {
            flushes++;
            ctx.flush();
        }
    });
    private final SendQueue queue = new SendQueue(channel, LIMITS, counters);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void setWritable(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    }

    private List<String> written() {
        channel.runPendingTasks();
        List<String> texts = new ArrayList<>();
        for (Frame frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            texts.add(Names.text(frame.content()));
        }
        return texts;
    }

    @Test
    void whatGathersIsWrittenInOrderAndFlushedOnce() {
        for (String text : List.of("a", "b", "c")) {
            assertTrue(queue.offer(Names.bytes(text)));
        }
        assertEquals(List.of("a", "b", "c"), written());
        assertEquals(1, flushes);
        assertEquals(3, counters.snapshot().framesOut());
    }

    @Test
    void whatTheNetworkDoesNotTakeWaitsUpToTheNumberOfFrames() {
        setWritable(false);
        for (int i = 0; i < 5; i++) {
            assertTrue(queue.offer(Names.bytes("" + i)));
        }
        assertFalse(queue.offer(Names.bytes("5")));
        assertEquals(List.of(), written());
        assertEquals(5, queue.size());
        setWritable(true);
        queue.schedule();
        assertEquals(List.of("0", "1", "2", "3", "4"), written());
        assertTrue(queue.offer(Names.bytes("6")));
    }

    @Test
    void whatTheNetworkDoesNotTakeWaitsUpToTheNumberOfBytes() {
        setWritable(false);
        assertTrue(queue.offer(new byte[60]));
        assertFalse(queue.offer(new byte[41]));
        assertTrue(queue.offer(new byte[40]));
        assertFalse(queue.offer(new byte[1]));
        assertTrue(queue.offer(new byte[0]));
    }

    @Test
    void aClosedConnectionTakesNothingAndLosesWhatWaits() {
        setWritable(false);
        assertTrue(queue.offer(Names.bytes("waits")));
        queue.close();
        assertFalse(queue.offer(Names.bytes("late")));
        setWritable(true);
        assertEquals(List.of(), written());
        assertEquals(0, queue.size());
        assertEquals(1, counters.snapshot().framesLost());
    }
}
