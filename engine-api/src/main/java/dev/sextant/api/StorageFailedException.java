package dev.sextant.api;

import java.nio.file.Path;

/** The storage below a volume failed or is corrupt. */
public final class StorageFailedException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final transient Path path;

    /** Names what failed; the cause says how. */
    public StorageFailedException(Path path, Throwable cause) {
        super(
                Remedy.FIX_SETUP,
                "Storage failed at " + path + ": " + said(cause),
                "Everything that was acknowledged is on four segments in at least two zones.",
                "Mend what the message names. A segment of an open cluster then returns by itself; a cluster that did not open"
                        + " can be opened again.",
                cause);
        this.path = path;
    }

    private static String said(Throwable cause) {
        String text = cause.toString();
        return text.endsWith(".") ? text : text + ".";
    }

    /** What failed. */
    public Path path() {
        return path;
    }
}
