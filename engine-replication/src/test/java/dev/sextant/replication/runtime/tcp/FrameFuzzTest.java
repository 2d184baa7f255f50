package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever bytes come, the decoder makes frames of them or refuses them, and nothing else. The number of cases is the system
 * property {@code sextant.frames.cases}, their seed {@code sextant.frames.seed}.
 */
@ExtendWith(NoLeaks.class)
class FrameFuzzTest {
    private static final int CASES = Integer.getInteger("sextant.frames.cases", 200_000);
    private static final long SEED = Long.getLong("sextant.frames.seed", 5);
    private static final int CONTENT_BYTES_MOST = 600;
    private static final int FRAMES_MOST = 4;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private long framesRead;
    private final long[] refused = new long[FrameProblem.values().length];

    /** Reads the contents of frames, too, as the handshake would; keeps what it was told. */
    private static final class Reading extends ChannelInboundHandlerAdapter {
        private final List<Frame> frames = new ArrayList<>();
        private final List<Throwable> thrown = new ArrayList<>();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            Frame frame = (Frame) message;
            frames.add(frame);
            switch (frame.kind()) {
                case HELLO -> assertNotNull(Greeting.decoded(frame.content()));
                case ACCEPTED -> assertNotNull(Acceptance.decoded(frame.content()));
                case REFUSED -> assertNotNull(Refusal.decoded(frame.content()));
                case PAYLOAD, PING, PONG -> assertTrue(frame.content().length <= CONTENT_BYTES_MOST);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            thrown.add(cause);
        }
    }

    @Test
    void mutatedAndRandomFramesAreReadOrRefused() {
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = random.nextInt(8) == 0 ? noise() : mutated(frames());
            try {
                feed(bytes);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("case " + i + " of seed " + SEED, e);
            }
        }
        // Otherwise the cases would show nothing.
        assertTrue(framesRead > CASES / 4, "only " + framesRead + " frames were read");
        for (FrameProblem problem : FrameProblem.values()) {
            boolean byDecoder = problem != FrameProblem.OUT_OF_ORDER;
            assertEquals(byDecoder, refused[problem.ordinal()] > 0, problem + ": " + refused[problem.ordinal()]);
        }
    }

    private void feed(byte[] bytes) {
        Reading reading = new Reading();
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(CONTENT_BYTES_MOST), reading);
        for (int at = 0; at < bytes.length; ) {
            int length = random.nextBoolean() ? bytes.length - at : 1 + random.nextInt(bytes.length - at);
            ByteBuf part = ByteBufAllocator.DEFAULT.ioBuffer(length);
            channel.writeInbound(part.writeBytes(bytes, at, length));
            at += length;
        }
        channel.finishAndReleaseAll();
        assertFalse(channel.isOpen());
        check(reading, bytes.length);
    }

    private void check(Reading reading, int bytes) {
        long taken = reading.frames.stream()
                .mapToLong(frame -> Frame.HEADER_BYTES + frame.content().length)
                .sum();
        assertTrue(taken <= bytes, taken + " bytes of frames were made of " + bytes);
        framesRead += reading.frames.size();
        for (Throwable each : reading.thrown) {
            if (!(each instanceof BadFrameException bad)) {
                throw new AssertionError("something else than a refusal", each);
            }
            refused[bad.problem().ordinal()]++;
        }
    }

    // ---- what is fed -----------------------------------------------------------------------------------------------

    private byte[] noise() {
        byte[] bytes = new byte[1 + random.nextInt(100)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] frames() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = 1 + random.nextInt(FRAMES_MOST);
        for (int i = 0; i < count; i++) {
            out.writeBytes(RawPeer.encoded(frame()));
        }
        return out.toByteArray();
    }

    private Frame frame() {
        FrameKind kind = FrameKind.values()[random.nextInt(FrameKind.values().length)];
        byte[] noise = new byte[random.nextInt(random.nextInt(8) == 0 ? CONTENT_BYTES_MOST : 40)];
        random.nextBytes(noise);
        boolean proper = random.nextInt(8) != 0;
        byte[] content = switch (kind) {
            case HELLO -> new Greeting(Greeting.VERSION, random.nextLong(), "some-node", noise).encoded();
            case ACCEPTED -> new Acceptance(random.nextLong()).encoded();
            case REFUSED -> new Refusal(false, "because of " + random.nextLong()).encoded();
            case PAYLOAD, PING, PONG -> noise;
        };
        return new Frame(kind, proper ? content : noise);
    }

    /** A third stays as it is; others lose, gain, swap or change bytes, the header's most of all. */
    private byte[] mutated(byte[] bytes) {
        int mutations = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(3);
        byte[] result = bytes;
        for (int i = 0; i < mutations && result.length > 1; i++) {
            result = mutatedOnce(result);
        }
        return result;
    }

    private byte[] mutatedOnce(byte[] bytes) {
        int at = random.nextBoolean() ? random.nextInt(bytes.length) : random.nextInt(Math.min(bytes.length, 9));
        byte[] result = bytes.clone();
        switch (random.nextInt(6)) {
            case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> result[at] = (byte) random.nextInt(256);
            case 2 -> result = Arrays.copyOf(bytes, Math.max(1, at));
            case 3 -> result = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20));
            case 4 -> System.arraycopy(bytes, at, result, 0, bytes.length - at);
            default -> {
                int other = random.nextInt(bytes.length);
                result[at] = bytes[other];
                result[other] = bytes[at];
            }
        }
        return result;
    }
}
