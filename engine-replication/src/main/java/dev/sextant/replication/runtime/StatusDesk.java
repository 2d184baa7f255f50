package dev.sextant.replication.runtime;

import dev.sextant.api.ClusterStatus;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.runtime.console.Timeline;
import dev.sextant.replication.wire.PeerFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the other processes again and again how they are, keeps what they say, and tells those who ask. Nothing waits for any of it: an
 * answer that does not come is one that is old. How this process is it finds out on a thread of its own, since that may look at
 * disks, which those who carry messages must not.
 *
 * <p>Thread safety: any thread.
 */
final class StatusDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusDesk.class);
    private static final long INTERVAL_NANOS = 500_000_000;

    /** What is older is not the present. */
    private static final long FRESH_NANOS = 6 * INTERVAL_NANOS;

    /** Who asks more often than so is not answered. */
    private static final long ANSWER_INTERVAL_NANOS = INTERVAL_NANOS / 5;

    /** Of one answer. */
    private static final int EVENTS_MOST = 32;

    private final Clock clock;
    private final Links links;
    private final Supplier<ClusterStatus> own;
    private final Timeline ownEvents;
    private final Timeline allEvents;
    /** By name; guarded by this, as is what follows. */
    private final Map<String, Answer> answers = new TreeMap<>();

    private final Map<String, Long> answeredNanos = new TreeMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    /** How this process is; null until it has looked. */
    private volatile @Nullable ClusterStatus hosted;

    /** The way to other processes. */
    interface Links {
        boolean send(String peer, PeerFrame frame);

        /** The connected processes that can be asked. */
        List<String> statusPeers();

        /** What a connected process hosts. */
        Collection<NodeAddress> hosts(String peer);
    }

    /** What a process has said last. */
    private record Answer(ClusterStatus status, long atNanos, long lastEvent) {}

    /**
     * What others have said.
     *
     * @param present by name, what the connected ones said of late
     * @param former by name, what the others said last
     */
    record Told(Map<String, ClusterStatus> present, Map<String, ClusterStatus> former) {}

    /**
     * A desk that does not ask yet.
     *
     * @param own what this process hosts
     * @param ownEvents what happens in it
     * @param allEvents where what happens elsewhere is added
     */
    StatusDesk(Clock clock, Links links, Supplier<ClusterStatus> own, Timeline ownEvents, Timeline allEvents) {
        this.clock = clock;
        this.links = links;
        this.own = own;
        this.ownEvents = ownEvents;
        this.allEvents = allEvents;
    }

    /** Looks and asks from now on, until it is closed. */
    void start() {
        new EngineThread(this::run, "status").start();
    }

    private void run() {
        try {
            do {
                try {
                    look();
                } catch (RuntimeException bug) {
                    LOG.error("could not tell how this process is; it is tried again", bug);
                }
            } while (!closed.await(INTERVAL_NANOS, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks how this process is, and asks the others. */
    void look() {
        hosted = own.get();
        for (String peer : links.statusPeers()) {
            links.send(peer, new PeerFrame.AskStatus(lastEvent(peer)));
        }
    }

    private synchronized long lastEvent(String peer) {
        Answer answer = answers.get(peer);
        return answer == null ? 0 : answer.lastEvent();
    }

    /** Another process asks. */
    void asked(String peer, PeerFrame.AskStatus ask) {
        long now = clock.nowNanos();
        ClusterStatus status = hosted;
        if (status == null) {
            return;
        }
        synchronized (this) {
            Long before = answeredNanos.get(peer);
            if (before != null && now - before < ANSWER_INTERVAL_NANOS) {
                return;
            }
            answeredNanos.put(peer, now);
        }
        List<PeerFrame.Event> events = new ArrayList<>();
        for (Timeline.Entry entry : ownEvents.after(ask.afterEvent(), EVENTS_MOST)) {
            events.add(new PeerFrame.Event(entry.number(), entry.epochMillis(), wire(entry.severity()), entry.text()));
        }
        links.send(peer, new PeerFrame.Status(status, events));
    }

    /** An answer has come. Returns what is wrong with it; empty if nothing is. */
    String answered(String peer, PeerFrame.Status status) {
        String wrong = notHosted(status.hosted(), links.hosts(peer));
        if (!wrong.isEmpty()) {
            return wrong;
        }
        synchronized (this) {
            long last = lastEvent(peer);
            for (PeerFrame.Event event : status.events()) {
                // The answer to an earlier question may have told it already.
                if (event.number() > last) {
                    last = event.number();
                    allEvents.add(event.epochMillis(), severity(event.severity()), event.text());
                }
            }
            answers.put(peer, new Answer(status.hosted(), clock.nowNanos(), last));
        }
        return "";
    }

    private static String notHosted(ClusterStatus status, Collection<NodeAddress> hosts) {
        List<NodeAddress> told = new ArrayList<>();
        status.segments().forEach(segment -> told.add(NodeAddress.of(segment.id())));
        status.writers().forEach(writer -> told.add(NodeAddress.of(writer.id())));
        status.replicas().forEach(replica -> told.add(NodeAddress.of(replica.id())));
        told.removeAll(hosts);
        return told.isEmpty() ? "" : "it tells how " + told.get(0) + " is, which it does not host";
    }

    /** What is known of the others. */
    synchronized Told told() {
        Told told = new Told(new TreeMap<>(), new TreeMap<>());
        List<String> connected = links.statusPeers();
        long now = clock.nowNanos();
        answers.forEach((peer, answer) -> {
            boolean fresh = connected.contains(peer) && now - answer.atNanos() <= FRESH_NANOS;
            (fresh ? told.present() : told.former()).put(peer, answer.status());
        });
        return told;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private static PeerFrame.Severity wire(Timeline.Severity severity) {
        return switch (severity) {
            case INFO -> PeerFrame.Severity.INFO;
            case WARNING -> PeerFrame.Severity.WARNING;
            case ERROR -> PeerFrame.Severity.ERROR;
        };
    }

    private static Timeline.Severity severity(PeerFrame.Severity wire) {
        return switch (wire) {
            case INFO -> Timeline.Severity.INFO;
            case WARNING -> Timeline.Severity.WARNING;
            case ERROR -> Timeline.Severity.ERROR;
        };
    }
}
