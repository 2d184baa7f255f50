package dev.sextant.replication.fuzz;

import dev.sextant.replication.runtime.tcp.LeakWatch;
import dev.sextant.replication.runtime.tcp.TransportFuzz;
import dev.sextant.replication.wire.FrameFuzz;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Feeds random and mutated frames to everything that reads what comes from outside, with Netty's leak detector at its strictest: half of
 * the cases to the transport's decoder, half to the codecs of messages, of what processes send each other, and of hellos.
 */
public final class FuzzMain {
    private static final String USAGE = """
            Usage: ./dev fuzz [--cases N] [--seed N]
            Feeds random and mutated frames to the transport and to the codecs of all messages, with Netty's leak detector at
            paranoid. Every frame is taken or refused; anything else is a crash, and its seed and its bytes are printed.
              --cases N   how many; default: 1000000
              --seed N    the same seed gives the same cases; default: a random one, which is printed
            Exit code: 0 if there was no crash and no leak, 1 if there was, 2 if the arguments are no use.
            """;

    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    private static final int NOT_RUN = 2;
    private static final long CASES_AT_ONCE = 10_000;
    private static final double BYTES_PER_MIB = 1 << 20;

    private final PrintStream out;
    private final SplittableRandom seeds;
    private long accepted;
    private long refused;
    private long crashes;
    private long peakBytes;

    private FuzzMain(PrintStream out, long seed) {
        this.out = out;
        seeds = new SplittableRandom(seed);
    }

    /** Runs it and ends the JVM. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, arguments));
    }

    /** Runs what the arguments ask for; returns the exit code. */
    static int run(PrintStream out, String... arguments) {
        long cases = 1_000_000;
        long seed = new SplittableRandom().nextLong();
        try {
            for (int i = 0; i < arguments.length; i += 2) {
                switch (arguments[i]) {
                    case "--cases" -> cases = Long.parseLong(arguments[i + 1]);
                    case "--seed" -> seed = Long.decode(arguments[i + 1]);
                    case "--help", "-h" -> {
                        out.print(USAGE);
                        return RIGHT;
                    }
                    default -> throw new IllegalArgumentException(arguments[i]);
                }
            }
            if (cases < 1) {
                throw new IllegalArgumentException("--cases");
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException noUse) {
            out.print(USAGE);
            return NOT_RUN;
        }
        out.println("seed " + seed);
        return new FuzzMain(out, seed).run(cases);
    }

    private int run(long cases) {
        List<String> leaks;
        try (LeakWatch watch = LeakWatch.begin()) {
            long told = 0;
            for (long done = 0; done < cases; done += CASES_AT_ONCE) {
                long now = Math.min(CASES_AT_ONCE, cases - done);
                part(now);
                if ((done + now) * 10 / cases > told) {
                    told = (done + now) * 10 / cases;
                    out.printf("%d of %d cases: %d accepted, %d refused%n", done + now, cases, accepted, refused);
                }
            }
            leaks = watch.leaks();
        }
        leaks.forEach(out::println);
        out.printf(
                Locale.ROOT,
                "RESULT cases=%d accepted=%d refused=%d crashes=%d leaks=%d peak_direct_mib=%.1f%n",
                cases,
                accepted,
                refused,
                crashes,
                leaks.size(),
                peakBytes / BYTES_PER_MIB);
        return crashes == 0 && leaks.isEmpty() ? RIGHT : WRONG;
    }

    private void part(long cases) {
        long seed = seeds.nextLong();
        long transport = cases / 2;
        long codecs = cases - transport;
        try {
            TransportFuzz.Tally tally = TransportFuzz.run(seed, transport);
            refused += tally.refused();
            accepted += transport - tally.refused();
            observe();
            FrameFuzz.Tally frames = FrameFuzz.run(seed, codecs);
            refused += frames.refused();
            accepted += frames.decoded();
            observe();
        } catch (RuntimeException | Error crash) {
            crashes++;
            out.println("a crash with part " + seed + ": " + crash);
            crash.printStackTrace(out);
        }
    }

    private void observe() {
        peakBytes = Math.max(
                peakBytes,
                ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                        .metric()
                        .usedDirectMemory());
    }
}
