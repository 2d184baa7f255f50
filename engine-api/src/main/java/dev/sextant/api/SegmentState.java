package dev.sextant.api;

/** What a segment is doing. */
public enum SegmentState {
    /** It votes and serves pages. */
    UP,
    /** It came back with an empty disk and copies the volume; it does not vote and serves nothing until it is whole. */
    REBUILDING,
    /** It was stopped or killed; its disk is as it was. */
    DOWN,
    /**
     * Its storage failed: it took itself out of service, for it acknowledges nothing that is not durable. It comes back by
     * itself when the cause is gone, unless its storage is damaged or the engine has a bug: {@link ClusterStatus.Outage}.
     */
    FAILED,
    /** It is hosted by a process that cannot be asked, or by nobody; whether it works with others is not known here. */
    UNKNOWN
}
