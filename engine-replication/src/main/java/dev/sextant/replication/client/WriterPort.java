package dev.sextant.replication.client;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.conflict.message.NodeAddress;

/**
 * One run of a writer, as its clients see it: from the start of its process, or its restart, to its end. A writer that is
 * restarted, or claims its slot anew after it was fenced, is another port with another pool; what was open on this one is
 * lost.
 *
 * <p>Invariants: the state goes from STARTING to OPEN to FENCED or DOWN and never back; the incarnation is that of this run, and stays
 * readable when it has ended.
 */
public non-sealed interface WriterPort extends ReaderPort {
    /** Its slot. */
    WriterId id();

    /** What it is doing. */
    WriterState state();

    /** The incarnation under which it holds its slot; at least 1 once it is or was OPEN. */
    long incarnation();

    @Override
    default NodeAddress address() {
        return NodeAddress.of(id());
    }

    @Override
    default AvailabilityZone zone() {
        return id().zone();
    }

    @Override
    default boolean isOpen() {
        return state() == WriterState.OPEN;
    }

    @Override
    default WriterUnavailableException unavailable() {
        return WriterUnavailableException.of(id(), state());
    }
}
