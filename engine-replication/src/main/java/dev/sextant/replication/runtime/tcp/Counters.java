package dev.sextant.replication.runtime.tcp;

import dev.sextant.api.spi.Check;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what {@link TcpCounters} tells. Thread safe. */
final class Counters {
    final AtomicLong connectionsOpen = new AtomicLong();
    final LongAdder connectionsOpened = new LongAdder();
    final LongAdder dials = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder framesIn = new LongAdder();
    final LongAdder framesOut = new LongAdder();
    final LongAdder sendsDropped = new LongAdder();
    final LongAdder framesLost = new LongAdder();
    private final Map<RefusalKind, LongAdder> refusals = adders(RefusalKind.class);
    private final Map<FrameProblem, LongAdder> badFrames = adders(FrameProblem.class);

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
        Map<E, LongAdder> adders = new EnumMap<>(type);
        for (E each : type.getEnumConstants()) {
            adders.put(each, new LongAdder());
        }
        return adders;
    }

    void refused(RefusalKind kind) {
        add(refusals, kind);
    }

    void bad(FrameProblem problem) {
        add(badFrames, problem);
    }

    private static <E extends Enum<E>> void add(Map<E, LongAdder> adders, E which) {
        Check.present(adders.get(which), "there is an adder for each").increment();
    }

    TcpCounters snapshot() {
        return new TcpCounters(
                connectionsOpen.get(),
                connectionsOpened.sum(),
                dials.sum(),
                sums(refusals),
                sums(badFrames),
                bytesIn.sum(),
                bytesOut.sum(),
                framesIn.sum(),
                framesOut.sum(),
                sendsDropped.sum(),
                framesLost.sum());
    }

    private static <E extends Enum<E>> Map<E, Long> sums(Map<E, LongAdder> adders) {
        Map<E, Long> sums = new HashMap<>();
        adders.forEach((which, adder) -> sums.put(which, adder.sum()));
        return sums;
    }
}
