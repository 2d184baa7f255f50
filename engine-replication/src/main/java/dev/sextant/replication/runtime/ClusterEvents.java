package dev.sextant.replication.runtime;

import dev.sextant.api.ClusterEvent;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.replication.node.NodeEvents;
import dev.sextant.replication.node.SegmentStatuses;
import dev.sextant.replication.runtime.console.Timeline;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.storage.segment.SegmentEvent;
import dev.sextant.storage.store.StoreException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells what happens to the application's log, to its listener and to who records it, in order, and never waits for any of
 * them: the listener has a thread of its own, and what does not fit its queue passes it by.
 *
 * <p>Thread safety: any thread.
 */
final class ClusterEvents implements NodeEvents, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.NAME);
    private static final long IDLE_SECONDS = 10;

    private final EventLog log = new EventLog();
    private final Recorder recorder;
    private final Timeline timeline = new Timeline(System.currentTimeMillis());
    private final Consumer<? super ClusterEvent> listener;
    private final ThreadPoolExecutor thread;
    private final AtomicLong missed = new AtomicLong();

    ClusterEvents(Consumer<? super ClusterEvent> listener, int queuedMost, Recorder recorder) {
        this.listener = listener;
        this.recorder = recorder;
        thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queuedMost),
                work -> new EngineThread(work, "events"),
                (work, full) -> missed.incrementAndGet());
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void segment(SegmentId segment, SegmentEvent event) {
        ClusterEvent translated = translated(segment, event);
        if (translated == null) {
            log.segment(segment, event);
        } else {
            told(translated);
        }
    }

    /** Null for what is told otherwise. */
    private static @Nullable ClusterEvent translated(SegmentId segment, SegmentEvent event) {
        if (event instanceof SegmentEvent.Recovered recovered) {
            return new ClusterEvent.SegmentRecovered(
                    segment, recovered.generation() + 1, recovered.whole(), recovered.held());
        } else if (event instanceof SegmentEvent.RebuildBegan began) {
            return new ClusterEvent.RebuildBegan(segment, began.generation() + 1);
        } else if (event instanceof SegmentEvent.RebuildAdvanced advanced) {
            return new ClusterEvent.RebuildAdvanced(segment, advanced.generation() + 1, advanced.step());
        } else if (event instanceof SegmentEvent.BecameWhole whole) {
            return new ClusterEvent.RebuildCompleted(segment, whole.generation() + 1, whole.held());
        } else if (event instanceof SegmentEvent.PageBroken broken) {
            return new ClusterEvent.PageCorrupt(segment, broken.page(), broken.problem());
        } else if (event instanceof SegmentEvent.DiskDamaged damaged) {
            return new ClusterEvent.DiskDamaged(segment, damaged.problem());
        } else if (event instanceof SegmentEvent.LoadFailed failed) {
            return new ClusterEvent.RecordCorrupt(segment, failed.what(), failed.problem());
        }
        // That it is out of service its host tells.
        return history(segment, event);
    }

    private static @Nullable ClusterEvent history(SegmentId segment, SegmentEvent event) {
        if (event instanceof SegmentEvent.CopyBegan began) {
            return new ClusterEvent.CopyBegan(segment, began.from(), began.floor());
        } else if (event instanceof SegmentEvent.CopyEnded ended) {
            return new ClusterEvent.CopyCompleted(segment, ended.from(), ended.pages(), ended.held());
        } else if (event instanceof SegmentEvent.CatchUpAdvanced advanced) {
            return new ClusterEvent.CatchUpAdvanced(
                    segment,
                    advanced.missing(),
                    advanced.pagesToCopy(),
                    advanced.bytesCopied(),
                    SegmentStatuses.timeLeft(advanced.nanosLeft()));
        } else if (event instanceof SegmentEvent.CaughtUp caughtUp) {
            return new ClusterEvent.CaughtUp(segment, Duration.ofNanos(caughtUp.nanos()));
        } else if (event instanceof SegmentEvent.LogKept kept) {
            return new ClusterEvent.LogKept(segment, kept.missing(), Duration.ofNanos(kept.nanos()), kept.bytes());
        } else if (event instanceof SegmentEvent.ReaderHoldsHistory holds) {
            return new ClusterEvent.ReaderHoldsHistory(
                    segment,
                    holds.reader().toString(),
                    Duration.ofNanos(holds.nanos()),
                    Duration.ofNanos(holds.limitNanos()));
        } else if (event instanceof SegmentEvent.ReaderCutOff cut) {
            return new ClusterEvent.ReaderCutOff(segment, cut.reader().toString(), Duration.ofNanos(cut.nanos()));
        }
        return null;
    }

    /** Something happened at a writer. */
    void writer(WriterId writer, WriterEvent event) {
        if (event instanceof WriterEvent.OpenedInDoubt opened) {
            told(new ClusterEvent.WriterOpenedInDoubt(writer, opened.proposals()));
        } else if (event instanceof WriterEvent.Rewound rewound) {
            told(new ClusterEvent.VolumeRewound(writer, rewound.target()));
        } else {
            log.writer(writer, event);
            if (event instanceof WriterEvent.Fenced fenced) {
                note(
                        Level.WARN,
                        writer + " was fenced: its slot was taken under incarnation " + fenced.byIncarnation() + ".");
            }
        }
        recorder.writers().accept(writer, event);
    }

    /** Something happened at a read replica. */
    void replica(ReplicaId replica, WriterEvent event) {
        log.replica(replica, event);
    }

    @Override
    public void storeFailed(SegmentId segment, StoreException failure) {
        log.storeFailed(segment, failure);
    }

    /** A segment is out of service. */
    void left(SegmentId segment, Trouble why, boolean returns) {
        told(new ClusterEvent.SegmentLeftService(segment, why.problem(), returns), why.cause());
    }

    /** Something else that happened. */
    void told(ClusterEvent event) {
        told(event, null);
    }

    private void told(ClusterEvent event, @Nullable Throwable cause) {
        log.told(event, cause);
        note(EventLog.level(event), event.message());
        hand(event);
    }

    /** The last of what an operator wants to find later, and of what is worse. */
    Timeline timeline() {
        return timeline;
    }

    private void note(Level level, String text) {
        if (level.compareTo(Level.INFO) <= 0) {
            Timeline.Severity severity = switch (level) {
                case ERROR -> Timeline.Severity.ERROR;
                case WARN -> Timeline.Severity.WARNING;
                default -> Timeline.Severity.INFO;
            };
            timeline.add(System.currentTimeMillis(), severity, text);
        }
    }

    private void hand(ClusterEvent event) {
        thread.execute(() -> {
            long passedBy = missed.getAndSet(0);
            if (passedBy > 0) {
                LOG.warn("the event listener is too slow: {} events passed it by, and are in this log only", passedBy);
            }
            try {
                listener.accept(event);
            } catch (RuntimeException | Error broken) {
                LOG.error("the event listener threw at {}; the engine is unharmed", event, broken);
            }
        });
    }

    /** Lets the listener have what was handed over. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
