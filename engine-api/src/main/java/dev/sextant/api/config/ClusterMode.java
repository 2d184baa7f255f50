package dev.sextant.api.config;

/** How many writers a cluster has. */
public enum ClusterMode {
    /** Every writer takes every transaction; when one dies the others go on. */
    MULTI_MASTER,
    /**
     * One writer, and read replicas. When it dies, a replica takes its place, after {@link Timeouts#silence()} and a few round trips; nothing
     * commits meanwhile. For comparison, and for who wants conflicts to be decided at one place.
     */
    SINGLE_MASTER
}
