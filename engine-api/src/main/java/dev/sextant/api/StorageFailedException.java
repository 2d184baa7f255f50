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
                "Storage failed at " + path + ": " + cause + ".",
                "Everything that was acknowledged is on four segments in at least two zones.",
                "Free or replace the disk and restart the segment; it catches up by itself.",
                cause);
        this.path = path;
    }

    /** What failed. */
    public Path path() {
        return path;
    }
}
