package dev.sextant.replication.runtime;

import dev.sextant.api.ConfigurationException;
import dev.sextant.api.fault.FaultTarget;
import dev.sextant.conflict.message.NodeAddress;
import java.time.Duration;

/** The faults of links, as the API names them. */
final class LinkFaults {
    private final InProcessNetwork network;

    LinkFaults(InProcessNetwork network) {
        this.network = network;
    }

    private static NodeAddress address(FaultTarget target) {
        if (target instanceof FaultTarget.Writer writer) {
            return NodeAddress.of(writer.id());
        } else if (target instanceof FaultTarget.Segment segment) {
            return NodeAddress.of(segment.id());
        } else if (target instanceof FaultTarget.Replica replica) {
            return NodeAddress.of(replica.id());
        }
        throw new AssertionError("unhandled " + target);
    }

    void cut(FaultTarget a, FaultTarget b) {
        network.change(address(a), address(b), link -> link.setCut(true));
    }

    void delay(FaultTarget a, FaultTarget b, Duration delay) {
        if (delay.isNegative()) {
            throw new ConfigurationException("delay", "must not be negative, but is " + delay);
        }
        network.change(address(a), address(b), link -> link.setAddedDelayNanos(delay.toNanos()));
    }

    void drop(FaultTarget a, FaultTarget b, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new ConfigurationException("probability", "must be 0 to 1, not " + probability);
        }
        network.change(address(a), address(b), link -> link.setDropProbability(probability));
    }

    void heal(FaultTarget a, FaultTarget b) {
        network.change(address(a), address(b), Link::heal);
    }

    void healAll() {
        network.healAll();
    }
}
