package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames come out as they went in, and what is no frame is refused. */
@ExtendWith(NoLeaks.class)
class FrameCodecTest {
    private static final int MOST = 1_000;

    private final FrameDecoder decoder = new FrameDecoder(MOST);
    private final EmbeddedChannel reading = new EmbeddedChannel(decoder);

    @AfterEach
    void close() {
        reading.finishAndReleaseAll();
    }

    private static byte[] encoded(Frame frame) {
        EmbeddedChannel writing = new EmbeddedChannel(new FrameEncoder());
        writing.writeOutbound(frame);
        ByteBuf out = writing.readOutbound();
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        out.release();
        assertNull(writing.readOutbound());
        writing.finishAndReleaseAll();
        return bytes;
    }

    private FrameProblem refused(byte[] bytes) {
        return assertThrows(BadFrameException.class, () -> reading.writeInbound(Unpooled.wrappedBuffer(bytes)))
                .problem();
    }

    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void everyKindComesOutAsItWentIn(FrameKind kind) {
        for (int length : new int[] {0, 1, 17, MOST}) {
            byte[] content = new byte[length];
            new Random(length).nextBytes(content);
            assertTrue(reading.writeInbound(Unpooled.wrappedBuffer(encoded(new Frame(kind, content)))));
            Frame frame = reading.readInbound();
            assertEquals(kind, frame.kind());
            assertArrayEquals(content, frame.content());
            assertNull(reading.readInbound());
        }
    }

    @Test
    void theBytesAreThoseThatAreDocumented() {
        byte[] content = {7, 8, 9};
        ByteBuffer bytes = ByteBuffer.wrap(encoded(new Frame(FrameKind.PAYLOAD, content)));
        assertEquals(3, bytes.getInt());
        assertEquals(4, bytes.get());
        CRC32C checksum = new CRC32C();
        checksum.update(new byte[] {4, 7, 8, 9});
        assertEquals((int) checksum.getValue(), bytes.getInt());
        assertEquals(ByteBuffer.wrap(content), bytes);
    }

    @Test
    void framesComeOutWhereverTheBytesWereCut() {
        byte[] two = encoded(RawPeer.payload("one"));
        byte[] bytes = ByteBuffer.allocate(two.length * 2)
                .put(two)
                .put(encoded(RawPeer.payload("two")))
                .array();
        for (byte each : bytes) {
            reading.writeInbound(Unpooled.wrappedBuffer(new byte[] {each}));
        }
        assertArrayEquals(Names.bytes("one"), ((Frame) reading.readInbound()).content());
        assertArrayEquals(Names.bytes("two"), ((Frame) reading.readInbound()).content());
        assertNull(reading.readInbound());
    }

    @Test
    void aFrameThatIsCutShortDoesNotComeOut() {
        byte[] bytes = encoded(RawPeer.payload("a frame"));
        for (int length = 0; length < bytes.length; length++) {
            EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(MOST));
            assertFalse(channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, length)));
            assertFalse(channel.finishAndReleaseAll());
        }
    }

    @Test
    void everyFlippedBitOfKindChecksumAndContentIsRefused() {
        byte[] good = encoded(RawPeer.payload("a frame"));
        for (int bit = Integer.BYTES * 8; bit < good.length * 8; bit++) {
            byte[] bytes = good.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(MOST));
            FrameProblem problem = assertThrows(
                            BadFrameException.class, () -> channel.writeInbound(Unpooled.wrappedBuffer(bytes)))
                    .problem();
            assertTrue(problem == FrameProblem.WRONG_CHECKSUM || problem == FrameProblem.UNKNOWN_KIND);
            channel.finishAndReleaseAll();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {MOST + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void aLengthBeyondTheLimitIsRefusedByTheHeaderAlone(int length) {
        byte[] header = ByteBuffer.allocate(Frame.HEADER_BYTES)
                .putInt(length)
                .put(FrameKind.PAYLOAD.code())
                .array();
        assertEquals(FrameProblem.TOO_LONG, refused(header));
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 7, 127, -128, -1})
    void anUnknownKindIsRefusedByTheHeaderAlone(byte kind) {
        byte[] header =
                ByteBuffer.allocate(Frame.HEADER_BYTES).putInt(5).put(kind).array();
        assertEquals(FrameProblem.UNKNOWN_KIND, refused(header));
    }

    @Test
    void theLimitCanBeRaisedBetweenTwoFrames() {
        byte[] large = encoded(new Frame(FrameKind.PAYLOAD, new byte[MOST + 1]));
        decoder.allow(MOST + 1);
        assertTrue(reading.writeInbound(Unpooled.wrappedBuffer(large)));
        assertEquals(MOST + 1, ((Frame) reading.readInbound()).content().length);
    }

    @Test
    void tlsWherePlainTextIsExpectedIsNamed() {
        BadFrameException refusal = assertThrows(
                BadFrameException.class,
                () -> reading.writeInbound(Unpooled.wrappedBuffer(new byte[] {0x16, 3, 1, 0, 80, 1, 0, 0, 76, 3})));
        assertTrue(refusal.getMessage().contains("looks like TLS"), refusal.getMessage());
    }

    @Test
    void nothingIsReadAfterABadFrame() {
        assertEquals(FrameProblem.UNKNOWN_KIND, refused(new byte[Frame.HEADER_BYTES]));
        assertFalse(reading.writeInbound(Unpooled.wrappedBuffer(encoded(RawPeer.payload("late")))));
    }
}
