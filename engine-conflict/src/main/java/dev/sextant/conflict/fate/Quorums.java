package dev.sextant.conflict.fate;

import dev.sextant.api.spi.Check;

/** The quorum arithmetic of a volume, which proves itself. */
public record Quorums(int segments, int write, int read) {
    /** Six segments, 4 write, 3 read: survives an availability zone for writes, a zone and one more segment for reads. */
    public static final Quorums SIX = new Quorums(6, 4, 3);

    public Quorums {
        Check.state(write <= segments && read <= segments, "a quorum is a subset of the segments");
        Check.state(write + read > segments, "every read quorum meets every write quorum");
        Check.state(2 * write > segments, "two write quorums always meet, so of two rivals one at most commits");
    }

    /** Whether a value that {@code holders} of {@code answers} segments hold may have, or still reach, a write quorum. */
    public boolean mayBeChosen(int holders, int answers) {
        return holders + (segments - answers) >= write;
    }
}
