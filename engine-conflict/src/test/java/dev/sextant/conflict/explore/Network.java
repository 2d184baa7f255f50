package dev.sextant.conflict.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Messages under way, delivered in any order, some twice, some never. */
final class Network {
    private static final int REPEATED_PERCENT = 4;

    private record Envelope(Supplier<String> what, BooleanSupplier stillMeant, Runnable delivery) {}

    private final List<Envelope> underWay = new ArrayList<>();
    private final SplittableRandom random;
    private final int lossPercent;
    private final @Nullable List<String> trace;

    Network(SplittableRandom random, int lossPercent, @Nullable List<String> trace) {
        this.random = random;
        this.lossPercent = lossPercent;
        this.trace = trace;
    }

    /** Sends; the delivery runs some time later if {@code stillMeant} then (its session or its receiver is still there). */
    void send(Supplier<String> what, BooleanSupplier stillMeant, Runnable delivery) {
        underWay.add(new Envelope(what, stillMeant, delivery));
    }

    boolean isIdle() {
        return underWay.isEmpty();
    }

    void deliverOne() {
        if (underWay.isEmpty()) {
            return;
        }
        int index = random.nextInt(underWay.size());
        Envelope envelope = underWay.get(index);
        boolean repeated = random.nextInt(100) < REPEATED_PERCENT;
        if (!repeated) {
            Envelope last = underWay.remove(underWay.size() - 1);
            if (index < underWay.size()) {
                underWay.set(index, last);
            }
        }
        boolean lost = random.nextInt(100) < lossPercent;
        if (!lost && envelope.stillMeant().getAsBoolean()) {
            note(envelope.what());
            envelope.delivery().run();
        }
    }

    void note(Supplier<String> what) {
        if (trace != null) {
            trace.add(what.get());
        }
    }

    void forgetAll() {
        underWay.clear();
    }
}
