package dev.sextant.replication.runtime.console;

/** How much of everything the console has, however many look at it and whatever they send. */
final class ConsoleLimits {
    /** Pages that are kept up to date at once; each has a thread while it is open. */
    static final int STREAMS = 16;

    /** Requests that are answered at once, streams included. */
    static final int WORKERS = STREAMS + 8;

    /** Connections whose request waits for a worker; those of more are closed. */
    static final int WAITING_REQUESTS = 64;

    /** Connections that the operating system keeps until they are accepted. */
    static final int BACKLOG = 32;

    /** How long it may take to read a request, and to write an answer or one message of a stream. */
    static final long PATIENCE_NANOS = 10_000_000_000L;

    /** The longest path with its query; none that is served is half as long. */
    static final int URI_CHARS = 64;

    /** How often the picture is drawn anew. */
    static final long TICK_NANOS = 500_000_000;

    /** How long a sample takes at least, which is one point of the charts: two ticks, of which one may be a little early. */
    static final long SAMPLE_NANOS = 2 * TICK_NANOS - TICK_NANOS / 4;

    /** Five minutes and more. */
    static final int SAMPLES = 300;

    /** Lines of the timeline. A page that falls behind by more misses the older ones. */
    static final int EVENTS = 200;

    /** The longest line of the timeline; what is longer is cut. */
    static final int EVENT_CHARS = 1_000;

    private ConsoleLimits() {}
}
