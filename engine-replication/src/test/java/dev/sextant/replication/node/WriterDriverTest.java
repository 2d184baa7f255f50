package dev.sextant.replication.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.TieRule;
import dev.sextant.api.config.Timeouts;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.writer.BufferPool;
import dev.sextant.replication.writer.Residency;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterCore;
import dev.sextant.replication.writer.WriterInput;
import dev.sextant.replication.writer.WriterSettings;
import dev.sextant.storage.page.PageFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a writer wants done is done in the order that others rely on. */
class WriterDriverTest {
    private static final WriterId WRITER = new WriterId(0);
    private static final long NONCE = 77;

    /** Everything the driver did, in order, in words. */
    private final List<String> deeds = new ArrayList<>();

    private final List<List<Message>> envelopes = new ArrayList<>();
    private final WriterDriver driver = driver();

    private WriterDriver driver() {
        BufferPool pool = new BufferPool(new Residency() {
            @Override
            public void touched(PageId page) {}

            @Override
            public void sized(PageId page, int sizeBytes) {}
        });
        WriterSettings settings = new WriterSettings(
                WRITER,
                NONCE,
                List.of(),
                0,
                Quorums.SIX,
                PageFormat.DEFAULT,
                Timeouts.DEFAULT,
                Limits.DEFAULT,
                TieRule.DEFAULT,
                nowNanos -> 0,
                SegmentLayout.FULL_AND_TAIL);
        WriterCore core = new WriterCore(settings, pool, new SnapshotRegistry(pool));
        return new WriterDriver(
                NodeAddress.of(WRITER),
                core,
                (from, to, messages) -> {
                    deeds.add("sent to " + to);
                    envelopes.add(messages);
                },
                (request, answer) -> deeds.add("answered " + request),
                event -> deeds.add("told " + event.getClass().getSimpleName()));
    }

    private static WriterInput from(int segment, WriterMessage message) {
        return new WriterInput.Received(NodeAddress.of(new SegmentId(segment)), message);
    }

    private static WriterInput incarnation(int segment) {
        return from(segment, new WriterMessage.IncarnationIs(new SegmentId(segment), NONCE, WRITER, 0, 0));
    }

    @Test
    void aDrainWithoutInputsLetsTheCoreDoWhatIsDue() {
        driver.drain(List.of(), 0);

        List<String> toSegments = deeds.stream()
                .filter(deed -> deed.startsWith("sent to segment"))
                .toList();
        assertEquals(6, toSegments.size(), deeds.toString());
        assertTrue(envelopes.get(0).get(0) instanceof SegmentMessage.AskIncarnation);
        assertTrue(driver.nextWakeNanos() > 0);
    }

    @Test
    void whatGoesToOneReceiverInOneDrainTravelsTogether() {
        driver.drain(List.of(), 0);
        deeds.clear();
        envelopes.clear();

        // The third answer lets it claim, in the same drain as a request that it must refuse.
        driver.drain(
                List.of(
                        incarnation(0),
                        incarnation(1),
                        incarnation(2),
                        new WriterInput.AwaitPoint(41, ReadPoint.ZERO, 1),
                        new WriterInput.AwaitGlobal(42, 1)),
                1);

        assertEquals(6 + 2, deeds.size(), deeds.toString());
        assertEquals(List.of("answered 41", "answered 42"), deeds.subList(6, 8));
        assertEquals(6, deeds.subList(0, 6).stream().distinct().count(), "one envelope for each receiver: " + deeds);
        envelopes.forEach(messages -> assertTrue(messages.get(0) instanceof SegmentMessage.Claim));
    }
}
