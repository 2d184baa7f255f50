package dev.sextant.api;

/** There is no engine on the class path. */
public final class EngineMissingException extends SextantException {
    private static final long serialVersionUID = 1L;

    /** For a search that found none. */
    public EngineMissingException() {
        super(
                Remedy.FIX_SETUP,
                "No Sextant engine is on the class path.",
                "No file was touched.",
                "Add the artifact dev.sextant:engine-replication in the version of dev.sextant:engine-api, at run time.");
    }
}
