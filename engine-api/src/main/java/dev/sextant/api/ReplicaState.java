package dev.sextant.api;

/** What a read replica is doing. */
public enum ReplicaState {
    /** It catches up with what was acknowledged before it came. */
    STARTING,
    /** It answers reads. */
    OPEN,
    /** Its process has ended, or it was away for longer than history is kept and begins anew. */
    DOWN,
    /** Its process cannot be asked; whether it answers reads is not known here. */
    UNKNOWN
}
