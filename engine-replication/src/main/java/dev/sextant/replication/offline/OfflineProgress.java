package dev.sextant.replication.offline;

/** Hears how far something long has come. Called often; returns at once. */
@FunctionalInterface
public interface OfflineProgress {
    /** Tells nobody. */
    OfflineProgress NONE = (step, done, total) -> {};

    /**
     * So much is done of a step.
     *
     * @param step what is being done, for people
     * @param total about how much there is; 0 if that is not known
     */
    void at(String step, long done, long total);
}
