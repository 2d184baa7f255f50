package dev.sextant.replication.runtime.tcp;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this process has to do with one peer: the connection in use, if any, and the receiver's view of it, which is kept in order
 * by this object's monitor: what the receiver is told about the peer, it is told one by one, and of the connection in use only.
 *
 * <p>Thread safe. {@link #inUse} takes no monitor, so that senders wait for nobody.
 */
final class PeerLink {
    private final String name;
    private final Receiver receiver;
    private final Journal journal;
    /** Guarded by this. */
    private final Sessions<Connection> sessions;

    private final boolean chooses;
    /** Written under the monitor. */
    private volatile @Nullable Connection inUse;

    /** Guarded by this. */
    private @Nullable Dialer dialer;

    PeerLink(String name, boolean chooses, Receiver receiver, Journal journal) {
        this.name = name;
        this.chooses = chooses;
        this.receiver = receiver;
        this.journal = journal;
        this.sessions = new Sessions<>(chooses);
    }

    /** Who sees to it that there is a connection; made if there is nobody yet. */
    synchronized Dialer dialerOr(Supplier<Dialer> fresh) {
        Dialer known = dialer;
        if (known == null) {
            known = fresh.get();
            dialer = known;
        }
        return known;
    }

    @Nullable
    Connection inUse() {
        return inUse;
    }

    boolean isConnected() {
        return inUse != null;
    }

    // ---- which connection ------------------------------------------------------------------------------------------

    /** As {@link Sessions#chooses}. */
    boolean chooses() {
        return chooses;
    }

    /** As {@link Sessions#accept}. */
    synchronized Sessions.@Nullable Accepted accept(boolean dialedHere, long incarnation) {
        return sessions.accept(dialedHere, incarnation);
    }

    /** As {@link Sessions#choose}; tells the other side and opens the connection if it is not surplus. */
    synchronized boolean choose(Connection connection, boolean dialedHere, long incarnation, Acceptance seen) {
        long session = sessions.choose(connection, dialedHere, incarnation, seen);
        if (session == 0) {
            return false;
        }
        connection.say(FrameKind.ACCEPTED, new Acceptance(session).encoded());
        use(connection, session);
        return true;
    }

    /** As {@link Sessions#follow}; opens the connection if it is not old. */
    synchronized boolean follow(
            Connection connection, long incarnation, Sessions.Accepted accepted, Acceptance chosen) {
        if (!sessions.follow(connection, incarnation, accepted, chosen)) {
            return false;
        }
        use(connection, chosen.session());
        return true;
    }

    // ---- what the receiver hears -----------------------------------------------------------------------------------

    private void use(Connection connection, long session) {
        boolean opened = connection.open(session);
        Connection before = inUse;
        inUse = null;
        if (before != null) {
            before.replaced();
            tellGone(before);
        }
        if (opened) {
            inUse = connection;
            if (dialer != null) {
                dialer.connected();
            }
            receiver.connected(name);
        } else {
            ended(connection, false);
        }
    }

    /** Passes a frame on, unless another connection is in use by now. */
    synchronized void received(Connection from, byte[] frame) {
        if (Objects.equals(inUse, from)) {
            receiver.received(name, frame);
        }
    }

    /** A connection that was open has ended. */
    synchronized void ended(Connection connection) {
        ended(connection, true);
    }

    private void ended(Connection connection, boolean told) {
        if (sessions.ended(connection)) {
            inUse = null;
            if (told) {
                tellGone(connection);
            }
            if (dialer != null) {
                dialer.lost();
            }
        }
    }

    /** What goes wrong there must not keep the connection from its end. */
    private void tellGone(Connection connection) {
        try {
            receiver.gone(name);
        } catch (RuntimeException | Error bug) {
            journal.bug(connection.other(), bug);
        }
    }
}
