package dev.sextant.api;

/** A queue is full: more is asked for than the engine takes. */
public final class OverloadedException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final String queue;
    private final long limit;

    /** Names the limit of {@link dev.sextant.api.config.Limits} and its value. */
    public OverloadedException(String queue, long limit) {
        super(
                Remedy.RETRY,
                "More work is waiting than " + queue + " = " + limit + " allows.",
                "Nothing of this request has happened.",
                "Run it again after a pause, with fewer clients at once, or raise the limit in Limits.");
        this.queue = queue;
        this.limit = limit;
    }

    /** Which one, as it is named in {@link dev.sextant.api.config.Limits}. */
    public String queue() {
        return queue;
    }

    /** What it holds at most. */
    public long limit() {
        return limit;
    }
}
