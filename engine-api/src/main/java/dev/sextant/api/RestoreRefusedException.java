package dev.sextant.api;

import java.nio.file.Path;

/** What was asked for cannot be restored from a directory of backups. */
public final class RestoreRefusedException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final transient Path backups;

    /**
     * Names the directory of the backups.
     *
     * @param reason why not, as a clause
     * @param advice what to do, as whole sentences
     */
    public RestoreRefusedException(Path backups, String reason, String advice) {
        super(
                Remedy.CHANGE_REQUEST,
                "Nothing was restored from the backups in " + backups + ": " + reason + ".",
                "No volume was made, and the backups are as they were.",
                advice);
        this.backups = backups;
    }

    /** The directory of the backups. */
    public Path backups() {
        return backups;
    }
}
