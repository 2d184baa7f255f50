package dev.sextant.api.config;

import dev.sextant.api.ClusterEvent;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.WriterId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How an embedded cluster is set up. Immutable; start from {@link #in(Path)} or {@link #inMemory()}.
 *
 * <p>The page size and the layout of segments belong to the volume: they are fixed when the volume is created. Everything else may
 * differ each time the volume is opened.
 */
public final class ClusterConfig {
    /** The least page size: an inner page still holds several keys of the largest size. */
    public static final int MIN_PAGE_SIZE_BYTES = 8 << 10;

    /** The largest page size. */
    public static final int MAX_PAGE_SIZE_BYTES = 64 << 10;

    /** The longest {@link #historyRetention()}. */
    public static final Duration MAX_HISTORY_RETENTION = Duration.ofDays(35);

    /** The least cache: enough for the pages that one transaction needs at once. */
    public static final long MIN_CACHE_SIZE_BYTES = 1L << 20;

    private final Optional<Path> directory;
    private final int writers;
    private final int replicas;
    private final int pageSizeBytes;
    private final SegmentLayout segmentLayout;
    private final long cacheSizeBytes;
    private final Timeouts timeouts;
    private final Limits limits;
    private final RetryPolicy retryPolicy;
    private final LinkLatency linkLatency;
    private final TieRule tieRule;
    private final Duration historyRetention;
    private final long historyMaxBytes;
    private final Duration readerLimit;
    private final Duration scrubInterval;
    private final boolean replaceDamagedDisks;
    private final Consumer<? super ClusterEvent> eventListener;
    private final Optional<HostAddress> console;
    private final boolean consoleOpen;
    private final ClusterMode mode;

    private ClusterConfig(Builder builder) {
        directory = builder.directory;
        mode = builder.mode;
        writers = Settings.within("writers", builder.writers, 1, WriterId.MAX_COUNT);
        Settings.require(
                mode == ClusterMode.MULTI_MASTER || writers == 1,
                "writers",
                "is " + writers + ", but the mode is SINGLE_MASTER, which has one");
        replicas = Settings.within("replicas", builder.replicas, 0, ReplicaId.MAX_COUNT);
        pageSizeBytes =
                Settings.within("pageSizeBytes", builder.pageSizeBytes, MIN_PAGE_SIZE_BYTES, MAX_PAGE_SIZE_BYTES);
        Settings.require(
                Integer.bitCount(pageSizeBytes) == 1, "pageSizeBytes", "must be a power of two, not " + pageSizeBytes);
        segmentLayout = builder.segmentLayout;
        cacheSizeBytes =
                Settings.within("cacheSizeBytes", builder.cacheSizeBytes, MIN_CACHE_SIZE_BYTES, Long.MAX_VALUE);
        timeouts = builder.timeouts;
        limits = builder.limits;
        retryPolicy = builder.retryPolicy;
        linkLatency = builder.linkLatency;
        tieRule = builder.tieRule;
        historyRetention = builder.historyRetention;
        Settings.require(
                !historyRetention.isNegative() && historyRetention.compareTo(MAX_HISTORY_RETENTION) <= 0,
                "historyRetention",
                "must be from 0 to " + MAX_HISTORY_RETENTION + ", not " + historyRetention);
        historyMaxBytes = Settings.within("historyMaxBytes", builder.historyMaxBytes, 1L << 20, Long.MAX_VALUE);
        readerLimit = Settings.positive("readerLimit", builder.readerLimit);
        scrubInterval = Settings.positive("scrubInterval", builder.scrubInterval);
        replaceDamagedDisks = builder.replaceDamagedDisks;
        eventListener = builder.eventListener;
        console = builder.console;
        consoleOpen = builder.consoleOpen;
        Settings.require(console.isPresent() || !consoleOpen, "console.open", "is set, but console is not");
    }

    /** A volume in a directory, which is created if it is absent. */
    public static Builder in(Path directory) {
        return new Builder(Optional.of(directory));
    }

    /** A volume in memory that is gone when the cluster is closed; for tests. It keeps no promise beyond the process. */
    public static Builder inMemory() {
        return new Builder(Optional.empty());
    }

    /** Where the volume is; empty for memory. */
    public Optional<Path> directory() {
        return directory;
    }

    /** Whether there are several writers, or one and replicas that take its place. Default {@link ClusterMode#MULTI_MASTER}. */
    public ClusterMode mode() {
        return mode;
    }

    /**
     * The number of writers, in the slots from 0 on. With three each zone has one; with four two share a zone, and the loss of
     * that zone at a bad moment can leave single pages in doubt until a fifth segment is back. Default 3.
     */
    public int writers() {
        return writers;
    }

    /**
     * The number of read replicas in this process: each has a copy of the pages it was asked for in memory, follows the writers, and answers
     * reads of {@link dev.sextant.api.Cluster#readers()}. They go round the zones. Default 0, at most {@link ReplicaId#MAX_COUNT}.
     */
    public int replicas() {
        return replicas;
    }

    /** The size of a page, a power of two; fixed when the volume is created. Default 8 KiB. */
    public int pageSizeBytes() {
        return pageSizeBytes;
    }

    /**
     * Which segments keep pages; fixed when the volume is created. A volume that was created with another layout is not opened. Default
     * {@link SegmentLayout#FULL_AND_TAIL}.
     */
    public SegmentLayout segmentLayout() {
        return segmentLayout;
    }

    /** What the buffer pool of each writer may take. Default 32 MiB. */
    public long cacheSizeBytes() {
        return cacheSizeBytes;
    }

    /** How long to wait for what. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** How much of everything there may be. */
    public Limits limits() {
        return limits;
    }

    /** How {@code transact} retries, where a session has no policy of its own. */
    public RetryPolicy retryPolicy() {
        return retryPolicy;
    }

    /** How far apart the parts seem to be. */
    public LinkLatency linkLatency() {
        return linkLatency;
    }

    /** Which parts of the tie rule are at work. */
    public TieRule tieRule() {
        return tieRule;
    }

    /**
     * How far back the volume can be read ({@link dev.sextant.api.Database#asOf(java.time.Instant)}). What is older is dropped
     * in the background, unless a transaction still reads it. A segment that was away for longer copies pages instead of
     * catching up change by change. In windows of more than a day and a half the moments that can be read are more than a second
     * apart. Default 1 hour.
     */
    public Duration historyRetention() {
        return historyRetention;
    }

    /** Past this much written to a segment, history is kept for less than {@link #historyRetention()}. Default 8 GiB. */
    public long historyMaxBytes() {
        return historyMaxBytes;
    }

    /**
     * How long a transaction may keep history that is older than {@link #historyRetention()}. Past it, what it has yet to read
     * from storage fails with {@link dev.sextant.api.SnapshotTooOldException}. Choose it longer than the longest transaction takes: one
     * that takes longer is cut off each time it is tried. Default 1 hour.
     */
    public Duration readerLimit() {
        return readerLimit;
    }

    /**
     * How long each segment pauses between two rounds in which it reads everything on its disk to find damage, at a rate of
     * {@link Limits#scrubBytesPerSecond()}. Default 1 hour.
     */
    public Duration scrubInterval() {
        return scrubInterval;
    }

    /**
     * Whether a segment whose disk is damaged is emptied and filled anew from the others, as soon as all the others are whole.
     * Until then it votes on and serves what is not damaged. Otherwise it waits for somebody who looks at the disk, and the next
     * damage finds one copy less. Default true.
     */
    public boolean replaceDamagedDisks() {
        return replaceDamagedDisks;
    }

    /** Who hears what happens. */
    public Consumer<? super ClusterEvent> eventListener() {
        return eventListener;
    }

    /**
     * Where the console is served: a web page that shows the cluster as it works ({@code docs/console.md}). Empty, the default, for none.
     */
    public Optional<HostAddress> console() {
        return console;
    }

    /** Whether the console may be served to other machines. It has no password. Default false. */
    public boolean isConsoleOpen() {
        return consoleOpen;
    }

    /** Collects settings; not safe for use by several threads at once. */
    public static final class Builder {
        private final Optional<Path> directory;
        private ClusterMode mode = ClusterMode.MULTI_MASTER;
        private int writers = 3;
        private int replicas;
        private int pageSizeBytes = 8 << 10;
        private SegmentLayout segmentLayout = SegmentLayout.FULL_AND_TAIL;
        private long cacheSizeBytes = 32L << 20;
        private Timeouts timeouts = Timeouts.DEFAULT;
        private Limits limits = Limits.DEFAULT;
        private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
        private LinkLatency linkLatency = LinkLatency.NONE;
        private TieRule tieRule = TieRule.DEFAULT;
        private Duration historyRetention = Duration.ofHours(1);
        private long historyMaxBytes = 8L << 30;
        private Duration readerLimit = Duration.ofHours(1);
        private Duration scrubInterval = Duration.ofHours(1);
        private boolean replaceDamagedDisks = true;
        private Consumer<? super ClusterEvent> eventListener = event -> {};
        private Optional<HostAddress> console = Optional.empty();
        private boolean consoleOpen;

        private Builder(Optional<Path> directory) {
            this.directory = directory;
        }

        /**
         * The configuration.
         *
         * @throws dev.sextant.api.ConfigurationException if a setting is not acceptable
         */
        public ClusterConfig build() {
            return new ClusterConfig(this);
        }

        /** Sets {@link ClusterConfig#mode()}; with {@link ClusterMode#SINGLE_MASTER} also {@link ClusterConfig#writers()}, to 1. */
        public Builder mode(ClusterMode newMode) {
            mode = Objects.requireNonNull(newMode, "newMode");
            writers = newMode == ClusterMode.SINGLE_MASTER ? 1 : writers;
            return this;
        }

        /** Sets {@link ClusterConfig#writers()}. */
        public Builder writers(int count) {
            writers = count;
            return this;
        }

        /** Sets {@link ClusterConfig#replicas()}. */
        public Builder replicas(int value) {
            replicas = value;
            return this;
        }

        /** Sets {@link ClusterConfig#pageSizeBytes()}. */
        public Builder pageSizeBytes(int size) {
            pageSizeBytes = size;
            return this;
        }

        /** Sets {@link ClusterConfig#segmentLayout()}. */
        public Builder segmentLayout(SegmentLayout value) {
            segmentLayout = Objects.requireNonNull(value, "segmentLayout");
            return this;
        }

        /** All six segments keep pages: sets {@link ClusterConfig#segmentLayout()} to {@link SegmentLayout#ALL_FULL}. */
        public Builder allFull() {
            return segmentLayout(SegmentLayout.ALL_FULL);
        }

        /** Sets {@link ClusterConfig#cacheSizeBytes()}. */
        public Builder cacheSizeBytes(long size) {
            cacheSizeBytes = size;
            return this;
        }

        /** Sets {@link ClusterConfig#timeouts()}. */
        public Builder timeouts(Timeouts value) {
            timeouts = Objects.requireNonNull(value, "timeouts");
            return this;
        }

        /** Sets {@link ClusterConfig#limits()}. */
        public Builder limits(Limits value) {
            limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /** Sets {@link ClusterConfig#retryPolicy()}. */
        public Builder retryPolicy(RetryPolicy value) {
            retryPolicy = Objects.requireNonNull(value, "retryPolicy");
            return this;
        }

        /** Sets {@link ClusterConfig#linkLatency()}. */
        public Builder linkLatency(LinkLatency value) {
            linkLatency = Objects.requireNonNull(value, "linkLatency");
            return this;
        }

        /** Sets {@link ClusterConfig#historyRetention()}. */
        public Builder historyRetention(Duration value) {
            historyRetention = Objects.requireNonNull(value, "historyRetention");
            return this;
        }

        /** Sets {@link ClusterConfig#historyMaxBytes()}. */
        public Builder historyMaxBytes(long value) {
            historyMaxBytes = value;
            return this;
        }

        /** Sets {@link ClusterConfig#scrubInterval()}. */
        public Builder scrubInterval(Duration value) {
            scrubInterval = Objects.requireNonNull(value, "scrubInterval");
            return this;
        }

        /** Sets {@link ClusterConfig#replaceDamagedDisks()}. */
        public Builder replaceDamagedDisks(boolean value) {
            replaceDamagedDisks = value;
            return this;
        }

        /** Sets {@link ClusterConfig#readerLimit()}. */
        public Builder readerLimit(Duration value) {
            readerLimit = Objects.requireNonNull(value, "readerLimit");
            return this;
        }

        /** Sets {@link ClusterConfig#tieRule()}. */
        public Builder tieRule(TieRule value) {
            tieRule = Objects.requireNonNull(value, "tieRule");
            return this;
        }

        /**
         * Has this called with everything that happens in the cluster, from its opening on: one call after the other, in the
         * order in which a segment's events happened, on a thread that belongs to it. It may take its time, and may call the
         * cluster, but must not close it. What it throws goes to the log and hurts nobody; if it falls behind by more than
         * {@link Limits#queuedEvents()}, events pass it by. All events go to the log, too (logger {@code dev.sextant.events}).
         * A simulated cluster has no events.
         */
        public Builder onEvent(Consumer<? super ClusterEvent> listener) {
            eventListener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Sets {@link ClusterConfig#console()}, such as {@code new HostAddress("127.0.0.1", 8080)}; port 0 takes any that is free, and
         * {@link dev.sextant.api.Cluster#console()} tells which. Only programs of this machine reach it there. The page shows
         * everything there is to see and changes nothing. A simulated cluster serves none.
         */
        public Builder console(HostAddress address) {
            console = Optional.of(address);
            return this;
        }

        /**
         * Sets {@link ClusterConfig#isConsoleOpen()}: lets the console be at an address that other machines reach. Whoever reaches it
         * sees the cluster, since it has no password; the log warns of that. Leave it out and use a tunnel where you can.
         */
        public Builder consoleOpen(boolean value) {
            consoleOpen = value;
            return this;
        }
    }
}
