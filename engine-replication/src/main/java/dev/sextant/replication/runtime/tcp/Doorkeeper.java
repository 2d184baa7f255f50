package dev.sextant.replication.runtime.tcp;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Lets in so many incoming connections, so many of them in their handshake, and so many from one address. Thread safe. */
final class Doorkeeper {
    private final AdmissionLimits limits;
    /** Guarded by this, like the two below. */
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();

    private int inHandshake;
    private int inAll;

    Doorkeeper(AdmissionLimits limits) {
        this.limits = limits;
    }

    /** What {@link #enter} says: a ticket, or why not. */
    sealed interface Answer permits Ticket, Full {}

    /** There is no room: the name of the limit that was reached, and how many there are. */
    record Full(String limit, int count) implements Answer {}

    synchronized Answer enter(InetAddress address) {
        int ofAddress = byAddress.getOrDefault(address, 0);
        if (inAll >= limits.connections()) {
            return new Full("tcp.connections", inAll);
        } else if (ofAddress >= limits.connectionsPerAddress()) {
            return new Full("tcp.connectionsPerAddress", ofAddress);
        } else if (inHandshake >= limits.handshakes()) {
            return new Full("tcp.handshakes", inHandshake);
        }
        inAll++;
        inHandshake++;
        byAddress.put(address, ofAddress + 1);
        return new Ticket(address);
    }

    synchronized int inHandshake() {
        return inHandshake;
    }

    synchronized int inAll() {
        return inAll;
    }

    /** One connection's place. */
    final class Ticket implements Answer {
        private final InetAddress address;
        private boolean shaking = true;
        private boolean left;

        private Ticket(InetAddress address) {
            this.address = address;
        }

        /** Its handshake is done. */
        void shaken() {
            synchronized (Doorkeeper.this) {
                if (shaking) {
                    shaking = false;
                    inHandshake--;
                }
            }
        }

        /** It has ended. */
        void leave() {
            synchronized (Doorkeeper.this) {
                if (!left) {
                    left = true;
                    shaken();
                    inAll--;
                    byAddress.computeIfPresent(address, (each, count) -> count == 1 ? null : count - 1);
                }
            }
        }
    }
}
