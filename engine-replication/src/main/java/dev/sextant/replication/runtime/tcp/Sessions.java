package dev.sextant.replication.runtime.tcp;

import dev.sextant.api.spi.Check;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which of several connections to one peer is the one in use. One side <em>chooses</em>, the one with the smaller name; the other
 * one <em>follows</em>. So both always agree in the end, also when both have dialed at once, and without a connection that is
 * opened only to be closed.
 *
 * <p>When both hellos have been accepted, the side that follows says which session it saw last, and the side that chooses
 * answers with the number of the new session, or refuses the connection as surplus. It is surplus
 *
 * <ul>
 *   <li>if the side that chooses dialed it, and has another one by now;
 *   <li>if the side that follows dialed it, and has another one by now, or has not seen yet what the other side has opened.
 * </ul>
 *
 * Otherwise it takes the place of the one before, which is dead: the other side knew it and has lost it, or is another
 * incarnation.
 *
 * <p>Invariant: sessions open in the order of their numbers, and the processes of one name in the order of their lives, so that
 * nothing of an older one is taken after a newer one. A process of which another one with its name took the place has ended
 * before.
 *
 * <p>Pure. Not thread safe.
 *
 * @param <C> connections
 */
final class Sessions<C> {
    private final boolean chooses;
    private @Nullable C current;
    private long currentIncarnation;
    /** The last one opened here; of the incarnation it was opened with, if this side follows. */
    private long lastSession;

    private long lastIncarnation;
    /** The side that follows marks connections when it accepts them: that is the order across incarnations. */
    private long lastMark;

    private long currentMark;

    Sessions(boolean chooses) {
        this.chooses = chooses;
    }

    boolean chooses() {
        return chooses;
    }

    /** What the side that follows says of a connection, and what it must remember of it: its place in the order it accepts. */
    record Accepted(Acceptance seen, long mark) {}

    /** For the side that follows: it accepts the other side. Returns what to say, or null if the connection is surplus. */
    @Nullable
    Accepted accept(boolean dialedHere, long peerIncarnation) {
        Check.state(!chooses, "only the side that follows accepts first");
        if (dialedHere && isWith(peerIncarnation)) {
            return null;
        }
        long seen = lastIncarnation == peerIncarnation ? lastSession : 0;
        return new Accepted(new Acceptance(seen), ++lastMark);
    }

    private boolean isWith(long peerIncarnation) {
        return current != null && currentIncarnation == peerIncarnation;
    }

    /**
     * For the side that chooses: the other side has accepted. Returns the number of the session that the connection now is, or
     * 0 if it is surplus.
     */
    long choose(C connection, boolean dialedHere, long peerIncarnation, Acceptance seen) {
        Check.state(chooses, "only the side that chooses chooses");
        if (isWith(peerIncarnation) && (dialedHere || seen.session() < lastSession)) {
            return 0;
        }
        current = connection;
        currentIncarnation = peerIncarnation;
        return ++lastSession;
    }

    /** For the side that follows: the other side has chosen. Returns whether the connection is now in use; otherwise it is old. */
    boolean follow(C connection, long peerIncarnation, Accepted accepted, Acceptance chosen) {
        Check.state(!chooses, "only the side that follows follows");
        boolean older =
                peerIncarnation == lastIncarnation ? chosen.session() <= lastSession : accepted.mark() < currentMark;
        if (older) {
            return false;
        }
        current = connection;
        currentIncarnation = peerIncarnation;
        currentMark = accepted.mark();
        lastIncarnation = peerIncarnation;
        lastSession = chosen.session();
        return true;
    }

    /** A connection has ended. Returns whether it was the one in use. */
    boolean ended(C connection) {
        if (!Objects.equals(current, connection)) {
            return false;
        }
        current = null;
        return true;
    }
}
