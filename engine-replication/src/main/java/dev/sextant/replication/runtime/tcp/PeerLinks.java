package dev.sextant.replication.runtime.tcp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What this process has to do with each of its peers, by name; a peer that was once known stays. Thread safe. */
final class PeerLinks {
    private final String ownName;
    private final int namesMost;
    private final Receiver receiver;
    private final Journal journal;
    private final Map<String, PeerLink> byName = new ConcurrentHashMap<>();

    PeerLinks(String ownName, int namesMost, Receiver receiver, Journal journal) {
        this.ownName = ownName;
        this.namesMost = namesMost;
        this.receiver = receiver;
        this.journal = journal;
    }

    /** Null if it is not known. */
    @Nullable
    PeerLink find(String name) {
        return byName.get(name);
    }

    /** That of a peer that is allowed to be; null if there have been too many. */
    synchronized @Nullable PeerLink of(String name) {
        PeerLink known = byName.get(name);
        if (known == null && byName.size() < namesMost) {
            // Both sides compare the same two names, so one chooses and one follows.
            known = new PeerLink(name, ownName.compareTo(name) < 0, receiver, journal);
            byName.put(name, known);
        }
        return known;
    }
}
