package dev.sextant.replication.runtime.tcp;

import java.nio.ByteBuffer;

/**
 * The content of an ACCEPTED frame (8 bytes). From the side that follows: the last session that it saw opened by the other
 * side's present incarnation, or 0. From the side that chooses: the number of the session that this connection is.
 */
record Acceptance(long session) {
    byte[] encoded() {
        return ByteBuffer.allocate(Long.BYTES).putLong(session).array();
    }

    static Acceptance decoded(byte[] content) {
        if (content.length != Long.BYTES) {
            throw new BadFrameException(FrameProblem.MALFORMED, "an acceptance of " + content.length + " bytes");
        }
        return new Acceptance(ByteBuffer.wrap(content).getLong());
    }
}
