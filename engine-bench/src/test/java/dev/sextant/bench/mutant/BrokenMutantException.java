package dev.sextant.bench.mutant;

import java.io.Serial;

/** A mutant that can no longer be made: the source it changes has changed itself, or what it makes of it does not compile. */
final class BrokenMutantException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    BrokenMutantException(String message) {
        super(message);
    }
}
