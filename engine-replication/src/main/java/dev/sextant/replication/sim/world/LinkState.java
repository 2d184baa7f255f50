package dev.sextant.replication.sim.world;

import dev.sextant.replication.sim.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/** One direction between two addresses: what is wrong with it now, and when the last envelope of it arrives. */
final class LinkState {
    /** Why nothing passes; null if something does. */
    @Nullable
    FaultKind cutBy;

    /** Cuts that overlap: the link is mended when all of them have ended. */
    int cuts;

    /** Nothing passes, whatever else happens: for users, who cut and mend by name. */
    boolean unplugged;

    long extraDelayNanos;
    double dropProbability;
    long lastArrivalNanos;

    boolean isCut() {
        return cuts > 0 || unplugged;
    }

    void cut(FaultKind kind) {
        cuts++;
        cutBy = kind;
    }

    void mend() {
        if (cuts > 0 && --cuts == 0) {
            cutBy = null;
        }
    }
}
