package dev.sextant.api;

/** The session has been closed. */
public final class SessionClosedException extends SextantException {
    private static final long serialVersionUID = 1L;

    /** For any call after the close. */
    public SessionClosedException() {
        super(
                Remedy.REOPEN,
                "The session is closed.",
                "What it committed is stored; what was open was rolled back.",
                "Get a new session from the Database.");
    }
}
