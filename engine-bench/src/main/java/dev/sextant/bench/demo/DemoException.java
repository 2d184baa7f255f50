package dev.sextant.bench.demo;

/** The demonstration cannot go on, for a reason that lies outside of it; the message says which and what to do. */
final class DemoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
