package dev.sextant.replication.runtime.tcp;

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

/**
 * Feeds bytes to the transport's decoder, in pieces, from buffers outside of the heap. Each makes frames or is refused; everything else is
 * an error that names the case.
 */
public final class TransportFuzz {
    private static final int CONTENT_BYTES_MOST = 600;
    private static final int FRAMES_MOST = 4;

    private final SplittableRandom random;
    private final long[] problems = new long[FrameProblem.values().length];
    private long framesRead;
    private long refused;

    private TransportFuzz(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * How cases ended.
     *
     * @param refused cases in which something was refused
     * @param problems how often each of {@link FrameProblem} was found, in the order of its constants
     */
    public record Tally(long frames, long refused, List<Long> problems) {}

    /** Runs a number of cases, the same ones for the same seed. */
    public static Tally run(long seed, long cases) {
        TransportFuzz fuzz = new TransportFuzz(seed);
        for (long i = 0; i < cases; i++) {
            byte[] bytes = fuzz.random.nextInt(8) == 0 ? fuzz.noise() : fuzz.mutated(fuzz.frames());
            try {
                fuzz.feed(bytes);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("case " + i + " of seed " + seed, e);
            }
        }
        return new Tally(
                fuzz.framesRead,
                fuzz.refused,
                Arrays.stream(fuzz.problems).boxed().toList());
    }

    /** Reads the contents of frames, too, as the handshake would; keeps what it was told. */
    private static final class Reading extends ChannelInboundHandlerAdapter {
        private final List<Frame> frames = new ArrayList<>();
        private final List<Object> contents = new ArrayList<>();
        private final List<Throwable> thrown = new ArrayList<>();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            Frame frame = (Frame) message;
            frames.add(frame);
            switch (frame.kind()) {
                case HELLO -> contents.add(Greeting.decoded(frame.content()));
                case ACCEPTED -> contents.add(Acceptance.decoded(frame.content()));
                case REFUSED -> contents.add(Refusal.decoded(frame.content()));
                case PAYLOAD, PING, PONG -> check(frame.content().length <= CONTENT_BYTES_MOST, "a frame is too long");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            thrown.add(cause);
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
        check(!channel.isOpen(), "the channel is closed");
        count(reading, bytes.length);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private void count(Reading reading, int bytes) {
        long taken = reading.frames.stream()
                .mapToLong(frame -> Frame.HEADER_BYTES + frame.content().length)
                .sum();
        check(taken <= bytes, "no more frames are made than there are bytes");
        framesRead += reading.frames.size();
        for (Throwable each : reading.thrown) {
            if (!(each instanceof BadFrameException bad)) {
                throw new AssertionError("something else than a refusal", each);
            }
            problems[bad.problem().ordinal()]++;
        }
        refused += reading.thrown.isEmpty() ? 0 : 1;
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
