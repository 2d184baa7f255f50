package dev.sextant.replication.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds that every record that nodes can send each other comes out of the wire as it went in. */
class RoundTripTest {
    private static final int SEEDS = 200;

    static List<Class<?>> kinds() {
        return Messages.kinds();
    }

    @Test
    void thereAreMessagesToTry() {
        int declared = SegmentMessage.class.getPermittedSubclasses().length
                + WriterMessage.class.getPermittedSubclasses().length;
        assertTrue(declared > 50, () -> declared + " are declared");
        assertEquals(declared, kinds().size());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyMessageSurvivesTheWire(Class<?> kind) {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertSurvives(Messages.envelope(kind, seed));
        }
    }

    @Property(tries = 2_000)
    void everyEnvelopeSurvivesTheWire(@ForAll long seed) {
        assertSurvives(Messages.anyEnvelope(seed));
    }

    private static void assertSurvives(Envelope envelope) {
        byte[] frame = EnvelopeCodec.encode(envelope);
        Envelope decoded = EnvelopeCodec.decode(frame);
        assertEquals(Contents.of(envelope), Contents.of(decoded));
        assertArrayEquals(frame, EnvelopeCodec.encode(decoded));
    }

    @Property(tries = 2_000)
    void everyHelloSurvivesTheWire(@ForAll long seed) {
        Hello hello = RandomRecords.seeded(seed).draw(Hello.class);
        byte[] frame = HelloCodec.encode(hello);
        assertEquals(hello, HelloCodec.decode(frame));
        assertArrayEquals(frame, HelloCodec.encode(HelloCodec.decode(frame)));
    }

    @Property(tries = 200)
    void whatWasDecodedHasNothingInCommonWithTheFrame(@ForAll long seed) {
        Envelope envelope = Messages.anyEnvelope(seed);
        byte[] frame = EnvelopeCodec.encode(envelope);
        Envelope decoded = EnvelopeCodec.decode(frame);
        Arrays.fill(frame, (byte) 0xFF);
        assertEquals(Contents.of(envelope), Contents.of(decoded));
    }

    @Test
    void messagesGoToThoseWhoUnderstandThem() {
        NodeAddress writer = NodeAddress.of(new WriterId(0));
        List<NodeAddress> notSegments = List.of(writer, NodeAddress.REPAIR);
        SegmentMessage toSegment = new SegmentMessage.AskDoubts(1);
        for (NodeAddress to : notSegments) {
            assertThrows(IllegalArgumentException.class, () -> new Envelope(writer, to, List.of(toSegment)));
        }
    }
}
