package dev.sextant.replication.wire;

import com.google.protobuf.Descriptors.Descriptor;
import dev.sextant.api.spi.Check;
import dev.sextant.replication.wire.proto.WireEnvelope;
import dev.sextant.replication.wire.proto.WireHello;
import dev.sextant.replication.wire.proto.WirePeerFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Feeds broken frames to the codecs. Each is decoded, and then it can be encoded to a frame that stays the same, or it is refused
 * with {@link WireException}; everything else is an error that names the bytes. {@code ./dev fuzz} runs as many cases as it is told,
 * tests as many as the system property {@code sextant.wire.cases} says.
 */
public final class FrameFuzz {
    /** How many cases there are to be. */
    public static final String CASES_PROPERTY = "sextant.wire.cases";

    private static final int CASES_A_FILL = 20_000;
    private static final int SMALL_ENVELOPES = 6;
    private static final int MIXED_ENVELOPES = 20;
    private static final int HELLOS = 20;
    private static final int PEER_FRAMES_A_KIND = 6;
    private static final int SHORT_ENOUGH_BYTES = 4_096;
    private static final byte[] TELLING_BYTES = {0, 1, 4, 6, 0x7F, (byte) 0x80, (byte) 0xFF};

    private final SplittableRandom random;
    private final Map<Kind, List<byte[]>> pools = new EnumMap<>(Kind.class);
    private long decoded;
    private long refused;

    private FrameFuzz(long seed) {
        random = new SplittableRandom(seed);
    }

    /** What a frame may be meant as. */
    private enum Kind {
        ENVELOPE(WireEnvelope.getDescriptor()),
        PEER_FRAME(WirePeerFrame.getDescriptor()),
        HELLO(WireHello.getDescriptor());

        private final Descriptor schema;

        Kind(Descriptor schema) {
            this.schema = schema;
        }
    }

    /** How many frames ended in which way. */
    public record Tally(long decoded, long refused) {}

    /** Runs a number of cases, the same ones for the same seed. */
    public static Tally run(long seed, long cases) {
        FrameFuzz fuzz = new FrameFuzz(seed);
        for (long i = 0; i < cases; i++) {
            if (i % CASES_A_FILL == 0) {
                fuzz.fillPools();
            }
            Kind kind = fuzz.kind();
            byte[] frame = fuzz.draw(kind);
            try {
                fuzz.feed(frame, kind);
            } catch (Throwable failure) {
                throw new AssertionError(
                        "case " + i + " of seed " + seed + ": " + HexFormat.of().formatHex(frame), failure);
            }
        }
        return new Tally(fuzz.decoded, fuzz.refused);
    }

    private Kind kind() {
        return switch (random.nextInt(16)) {
            case 0 -> Kind.HELLO;
            case 1, 2, 3, 4, 5 -> Kind.PEER_FRAME;
            default -> Kind.ENVELOPE;
        };
    }

    private void feed(byte[] frame, Kind kind) {
        switch (kind) {
            case ENVELOPE -> feed(frame, EnvelopeCodec::decode, EnvelopeCodec::encode);
            case PEER_FRAME -> feed(frame, PeerFrameCodec::decode, PeerFrameCodec::encode);
            case HELLO -> feed(frame, HelloCodec::decode, HelloCodec::encode);
        }
    }

    private <R> void feed(byte[] frame, Function<byte[], R> decode, Function<R, byte[]> encode) {
        R content;
        try {
            content = decode.apply(frame);
        } catch (WireException expected) {
            refused++;
            return;
        }
        decoded++;
        byte[] again = encode.apply(content);
        if (!Arrays.equals(again, encode.apply(decode.apply(again)))) {
            throw new AssertionError("what was decoded does not survive the wire: " + content);
        }
    }

    // ---- frames ----------------------------------------------------------------------------------------------------

    private void fillPools() {
        pools.put(Kind.ENVELOPE, envelopes());
        List<byte[]> peerFrames = new ArrayList<>();
        for (Class<?> kind : PeerFrames.kinds()) {
            for (int i = 0; i < PEER_FRAMES_A_KIND; i++) {
                peerFrames.add(PeerFrameCodec.encode(PeerFrames.draw(kind, random.nextLong())));
            }
        }
        pools.put(Kind.PEER_FRAME, peerFrames);
        List<byte[]> hellos = new ArrayList<>();
        for (int i = 0; i < HELLOS; i++) {
            hellos.add(HelloCodec.encode(RandomRecords.seeded(random.nextLong()).draw(Hello.class)));
        }
        pools.put(Kind.HELLO, hellos);
    }

    private List<byte[]> envelopes() {
        List<byte[]> envelopes = new ArrayList<>();
        for (Class<?> kind : Messages.kinds()) {
            for (int i = 0; i < SMALL_ENVELOPES; i++) {
                envelopes.add(EnvelopeCodec.encode(Messages.smallEnvelope(kind, random.nextLong())));
            }
            envelopes.add(EnvelopeCodec.encode(Messages.envelope(kind, random.nextLong())));
        }
        for (int i = 0; i < MIXED_ENVELOPES; i++) {
            envelopes.add(EnvelopeCodec.encode(Messages.anyEnvelope(random.nextLong())));
        }
        envelopes.removeIf(frame -> frame.length > SHORT_ENOUGH_BYTES && random.nextInt(10) > 0);
        return envelopes;
    }

    private byte[] draw(Kind kind) {
        return switch (random.nextInt(24)) {
            case 0 -> randomBytes(random.nextInt(64));
            case 1 ->
                RandomProtobuf.of(kind.schema, random)
                        .toByteArray(); // with numbers and lists of which no codec would make any
            default -> mutated(kind);
        };
    }

    private byte[] mutated(Kind kind) {
        byte[] frame = anyFrame(kind).clone();
        int mutations = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(3);
        for (int i = 0; i < mutations; i++) {
            frame = mutate(frame);
        }
        return frame;
    }

    private byte[] mutate(byte[] frame) {
        if (frame.length == 0) {
            return randomBytes(8);
        }
        int from = random.nextInt(frame.length);
        int to = Math.min(frame.length, from + 1 + random.nextInt(16));
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(frame, from);
            case 1 -> joined(Arrays.copyOf(frame, from), randomBytes(1 + random.nextInt(16)), tail(frame, from));
            case 2 -> joined(Arrays.copyOf(frame, from), tail(frame, to));
            case 3 -> joined(Arrays.copyOf(frame, to), tail(frame, from));
            case 4 -> spliced(frame, from);
            case 5 -> {
                frame[from] = TELLING_BYTES[random.nextInt(TELLING_BYTES.length)];
                yield frame;
            }
            default -> bitsFlipped(frame);
        };
    }

    private byte[] anyFrame(Kind kind) {
        List<byte[]> pool = Check.present(pools.get(kind), "there are frames of every kind");
        return pool.get(random.nextInt(pool.size()));
    }

    private byte[] spliced(byte[] frame, int from) {
        byte[] other = anyFrame(kind());
        return joined(Arrays.copyOf(frame, from), tail(other, random.nextInt(other.length + 1)));
    }

    private byte[] bitsFlipped(byte[] frame) {
        for (int i = random.nextBoolean() ? 0 : random.nextInt(8); i >= 0; i--) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return frame;
    }

    private byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] tail(byte[] frame, int from) {
        return Arrays.copyOfRange(frame, from, frame.length);
    }

    private static byte[] joined(byte[]... parts) {
        int size = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] whole = new byte[size];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }
}
