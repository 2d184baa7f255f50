package dev.sextant.bench.contender;

import dev.sextant.api.ReadPoint;

/** A client that tells which state it has seen. */
public interface Seeing {
    /** A state that holds all it has committed and read; for the thread that uses the client. */
    ReadPoint readPoint();
}
