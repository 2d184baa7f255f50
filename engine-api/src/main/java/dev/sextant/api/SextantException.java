package dev.sextant.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything this API throws on purpose. Its message has three parts: what happened, what is unharmed, and what to
 * do. {@link #remedy()} says the last for programs. Anything else that a method throws is a mistake in its use
 * ({@link IllegalArgumentException}, {@link NullPointerException}) or in Sextant ({@link IllegalStateException}).
 *
 * <p>Java serialization carries the message only: typed details are null after it.
 */
public abstract class SextantException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Remedy remedy;

    /** What happened, what is unharmed and what to do: one or more whole sentences each. */
    protected SextantException(Remedy remedy, String happened, String unharmed, String advice) {
        this(remedy, happened, unharmed, advice, null);
    }

    /** As the other one, with a cause. */
    protected SextantException(
            Remedy remedy, String happened, String unharmed, String advice, @Nullable Throwable cause) {
        super(happened + " " + unharmed + " " + advice, cause);
        this.remedy = Objects.requireNonNull(remedy, "remedy");
    }

    /** What the application should do. */
    public final Remedy remedy() {
        return remedy;
    }
}
