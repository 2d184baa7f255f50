package dev.sextant.bench.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what was added to it, the last first, each once: when it is closed, or when the program is interrupted before. What is killed
 * with {@code kill -9} closes nothing.
 *
 * <p>Thread safety: any thread.
 */
public final class AtExit implements AutoCloseable {
    private final Deque<AutoCloseable> things = new ArrayDeque<>();
    private final Thread hook = new Thread(this::interrupted, "at-exit");
    private boolean exiting;

    private AtExit() {}

    /** One that closes things from now on. */
    public static AtExit begin() {
        AtExit exit = new AtExit();
        Runtime.getRuntime().addShutdownHook(exit.hook);
        return exit;
    }

    /** Closes this, too. */
    public synchronized <T extends AutoCloseable> T closing(T thing) {
        things.push(thing);
        return thing;
    }

    private void interrupted() {
        synchronized (this) {
            exiting = true;
        }
        try {
            close();
        } catch (IOException e) {
            System.err.println("not all was put away: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        IOException failure = null;
        while (!things.isEmpty()) {
            try {
                things.pop().close();
            } catch (Exception e) {
                IOException told = e instanceof IOException known ? known : new IOException(e.getMessage(), e);
                if (failure == null) {
                    failure = told;
                } else {
                    failure.addSuppressed(told);
                }
            }
        }
        if (!exiting) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        if (failure != null) {
            throw failure;
        }
    }
}
