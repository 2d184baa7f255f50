package dev.sextant.storage.segment;

import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A segment core and its store, driven as the effects ask for; counts drains, and batches that were written. */
final class Rig {
    private static final int MOST_IDLE_DRAINS = 100_000;

    final SegmentId id;
    final ModelStore store = new ModelStore();
    final List<SegmentEffect.Send> sent = new ArrayList<>();
    final List<SegmentEvent> events = new ArrayList<>();
    final List<SegmentEffect.Inspected> inspected = new ArrayList<>();
    private final List<SegmentInput> loaded = new ArrayList<>();
    private SegmentSettings settings;

    private SegmentCore core;
    /** Loads of pages' records that are to fail. */
    Predicate<SegmentEffect.Load> failing = load -> false;

    Rig(SegmentSettings settings) {
        this.settings = settings;
        id = settings.id();
        core = new SegmentCore(settings);
    }

    static Rig started(SegmentSettings settings, long nowNanos) {
        Rig rig = new Rig(settings);
        rig.start(nowNanos);
        return rig;
    }

    SegmentSettings settings() {
        return settings;
    }

    SegmentCore core() {
        return core;
    }

    void start(long nowNanos) {
        drain(List.of(new SegmentInput.Start()), nowNanos);
        settle(nowNanos);
    }

    /** The process dies between two drains and comes back; all but the first so many unsynced batches are lost. */
    void crash(int kept, long nowNanos) {
        store.crash(kept);
        restart(settings, nowNanos);
    }

    /** Comes back with an empty disk. */
    void loseDisk(long generation, long nowNanos) {
        store.wipe();
        restart(
                new SegmentSettings(
                        id,
                        generation,
                        settings.gossipIntervalNanos(),
                        settings.rebuildIntervalNanos(),
                        settings.limits(),
                        settings.retention(),
                        settings.scrub(),
                        settings.copyBytesPerSecond(),
                        settings.layout()),
                nowNanos);
    }

    private void restart(SegmentSettings with, long nowNanos) {
        settings = with;
        loaded.clear();
        sent.clear();
        events.clear();
        core = new SegmentCore(with);
        start(nowNanos);
    }

    /** One turn of the driver: all inputs, then the batch, then the loads, then what is sent. */
    void drain(List<SegmentInput> inputs, long nowNanos) {
        List<SegmentInput> all = new ArrayList<>(loaded);
        loaded.clear();
        all.addAll(inputs);
        List<SegmentEffect> effects = new ArrayList<>();
        for (SegmentInput input : all) {
            core.on(input, nowNanos, effects::add);
        }
        List<SegmentEffect.Persist> batch = new ArrayList<>();
        for (SegmentEffect effect : effects) {
            if (effect instanceof SegmentEffect.Persist persist) {
                batch.add(persist);
            }
        }
        store.write(batch);
        for (SegmentEffect effect : effects) {
            if (effect instanceof SegmentEffect.Load load) {
                loaded.add(
                        failing.test(load)
                                ? new SegmentInput.LoadFailed(
                                        load.loadId(), "a checksum does not match", firstKey(load))
                                : new SegmentInput.Loaded(load.loadId(), store.read(load)));
            } else if (effect instanceof SegmentEffect.Send send) {
                sent.add(send);
            } else if (effect instanceof SegmentEffect.Happened happened) {
                events.add(happened.event());
            } else if (effect instanceof SegmentEffect.Inspected answer) {
                inspected.add(answer);
            }
        }
    }

    private byte[] firstKey(SegmentEffect.Load load) {
        return store.shelf(load.shelf()).ceilingKey(load.from());
    }

    /** Turns until no load is under way. */
    void settle(long nowNanos) {
        for (int i = 0; !loaded.isEmpty(); i++) {
            if (i == MOST_IDLE_DRAINS) {
                throw new AssertionError(id + " reads its disk for ever");
            }
            drain(List.of(), nowNanos);
        }
    }

    /** Takes one message and everything that follows from it. */
    void receive(NodeAddress from, SegmentMessage message, long nowNanos) {
        drain(List.of(new SegmentInput.Received(from, message)), nowNanos);
        settle(nowNanos);
    }

    void tick(long nowNanos) {
        drain(List.of(new SegmentInput.Tick()), nowNanos);
        settle(nowNanos);
    }

    /** The answers to a message from writer 0. */
    List<Message> ask(SegmentMessage message, long nowNanos) {
        int before = sent.size();
        receive(NodeAddress.of(new WriterId(0)), message, nowNanos);
        return sent.subList(before, sent.size()).stream()
                .map(SegmentEffect.Send::message)
                .toList();
    }

    /** The one answer to a message from writer 0. */
    <T extends WriterMessage> T askOne(Class<T> type, SegmentMessage message, long nowNanos) {
        List<Message> answers = ask(message, nowNanos);
        if (answers.size() != 1) {
            throw new AssertionError("one answer to " + message + ", not " + answers);
        }
        return type.cast(answers.get(0));
    }

    <T extends SegmentEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
