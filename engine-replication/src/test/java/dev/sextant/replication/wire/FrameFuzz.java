package dev.sextant.replication.wire;

import com.google.protobuf.Descriptors.Descriptor;
import dev.sextant.replication.wire.proto.WireEnvelope;
import dev.sextant.replication.wire.proto.WireHello;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Feeds broken frames to the codecs. Each is decoded, and then it can be encoded to a frame that stays the same, or it is refused
 * with {@link WireException}; everything else is an error that names the bytes. It can be run as a program, too, with a seed as its
 * argument. Either way there are as many cases as the system property {@code sextant.wire.cases} says:
 *
 * <pre>
 * mvn test -pl engine-replication -am -Dtest=FrameFuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Dsextant.wire.cases=10000000
 * </pre>
 */
public final class FrameFuzz {
    /** How many cases there are to be. */
    public static final String CASES_PROPERTY = "sextant.wire.cases";

    private static final int CASES_A_FILL = 20_000;
    private static final int SMALL_ENVELOPES = 6;
    private static final int MIXED_ENVELOPES = 20;
    private static final int HELLOS = 20;
    private static final int SHORT_ENOUGH_BYTES = 4_096;
    private static final byte[] TELLING_BYTES = {0, 1, 4, 6, 0x7F, (byte) 0x80, (byte) 0xFF};

    private final SplittableRandom random;
    private final List<byte[]> envelopes = new ArrayList<>();
    private final List<byte[]> hellos = new ArrayList<>();
    private long decoded;
    private long refused;

    private FrameFuzz(long seed) {
        random = new SplittableRandom(seed);
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
            boolean hello = fuzz.random.nextInt(16) == 0;
            byte[] frame = fuzz.draw(hello);
            try {
                fuzz.feed(frame, hello);
            } catch (Throwable failure) {
                throw new AssertionError(
                        "case " + i + " of seed " + seed + ": " + HexFormat.of().formatHex(frame), failure);
            }
        }
        return new Tally(fuzz.decoded, fuzz.refused);
    }

    private void feed(byte[] frame, boolean hello) {
        if (hello) {
            feed(frame, HelloCodec::decode, HelloCodec::encode);
        } else {
            feed(frame, EnvelopeCodec::decode, EnvelopeCodec::encode);
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
        envelopes.clear();
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
        hellos.clear();
        for (int i = 0; i < HELLOS; i++) {
            hellos.add(HelloCodec.encode(RandomRecords.seeded(random.nextLong()).draw(Hello.class)));
        }
    }

    private byte[] draw(boolean hello) {
        return switch (random.nextInt(24)) {
            case 0 -> randomBytes(random.nextInt(64));
            case 1 -> bySchema(hello ? WireHello.getDescriptor() : WireEnvelope.getDescriptor());
            default -> mutated(hello);
        };
    }

    /** Well-formed, with numbers and lists of which no codec would make any. */
    private byte[] bySchema(Descriptor type) {
        return RandomProtobuf.of(type, random).toByteArray();
    }

    private byte[] mutated(boolean hello) {
        byte[] frame = anyFrame(hello).clone();
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

    private byte[] anyFrame(boolean hello) {
        List<byte[]> pool = hello ? hellos : envelopes;
        return pool.get(random.nextInt(pool.size()));
    }

    private byte[] spliced(byte[] frame, int from) {
        byte[] other = anyFrame(random.nextInt(16) == 0);
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

    /** Runs the cases that the system property asks for, and says how they ended. */
    public static void main(String[] arguments) {
        long seed = arguments.length > 0 ? Long.decode(arguments[0]) : new SplittableRandom().nextLong();
        long cases = Long.getLong(CASES_PROPERTY, 1_000_000);
        System.out.println("seed " + seed);
        Tally tally = run(seed, cases);
        System.out.println("RESULT cases=" + cases + " decoded=" + tally.decoded() + " refused=" + tally.refused());
    }
}
