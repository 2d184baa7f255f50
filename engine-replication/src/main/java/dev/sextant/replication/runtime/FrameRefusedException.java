package dev.sextant.replication.runtime;

/** A peer has sent what it must not: nothing of the frame was taken, and the connection ends. */
final class FrameRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FrameRefusedException(String peer, String why) {
        super("a frame of " + peer + " is refused: " + why + "; nothing of it was taken");
    }
}
