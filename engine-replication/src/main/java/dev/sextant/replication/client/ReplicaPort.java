package dev.sextant.replication.client;

import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.conflict.message.NodeAddress;

/**
 * One run of a read replica, as its clients see it: transactions on it only read.
 *
 * <p>Invariant: the state goes from STARTING to OPEN to DOWN and never back.
 */
public non-sealed interface ReplicaPort extends ReaderPort {
    /** Which replica it is. */
    ReplicaId id();

    /** What it is doing. */
    ReplicaState state();

    @Override
    default NodeAddress address() {
        return NodeAddress.of(id());
    }

    @Override
    default boolean isOpen() {
        return state() == ReplicaState.OPEN;
    }

    @Override
    default WriterUnavailableException unavailable() {
        return WriterUnavailableException.of(id(), state());
    }
}
