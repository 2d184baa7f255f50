package dev.sextant.replication.wire;

/**
 * A frame is not what it should be, or too large. Nothing of it was taken or sent, and nothing else is harmed: messages may be
 * lost. Who received it closes the connection, since what follows cannot be trusted either.
 */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WireException(String message) {
        super(message);
    }

    WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
