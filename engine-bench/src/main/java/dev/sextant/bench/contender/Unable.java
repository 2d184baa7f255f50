package dev.sextant.bench.contender;

import java.io.Serial;

/** A contender cannot do what a workload asks for; the message says what that is. */
public final class Unable extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public Unable(String what) {
        super(what);
    }
}
