package dev.sextant.bench.contender;

import java.io.Serial;

/** A transaction that has not happened, because another was in the way. It may be tried again. */
public final class Refused extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public Refused(Throwable cause) {
        super(cause);
    }

    public Refused(String why) {
        super(why);
    }
}
