package dev.sextant.replication.runtime.tcp;

import dev.sextant.api.spi.Check;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * How the two sides of a connection come to know and accept each other, after TLS: the dialing side's HELLO; the accepting side's
 * HELLO, if it accepts the first; then ACCEPTED of the side that follows, and ACCEPTED of the side that chooses, as
 * {@link Sessions} explains. REFUSED in place of any of these ends it. Belongs to one connection and its event loop.
 */
final class Handshake {
    private final Wiring wiring;
    private final Connection connection;
    private final @Nullable Peer dialed;
    /** The other side, once its HELLO was accepted: its ACCEPTED comes next. */
    private @Nullable PeerLink link;

    private long incarnation;
    /** What this side said, if it is the one that follows. */
    private Sessions.@Nullable Accepted said;

    Handshake(Wiring wiring, Connection connection, @Nullable Peer dialed) {
        this.wiring = wiring;
        this.connection = connection;
        this.dialed = dialed;
    }

    /** The other side, which has been accepted. */
    PeerLink link() {
        return Check.present(link, "the other side has been accepted");
    }

    /** The way is free. Who was dialed waits: a stranger learns nothing. */
    void begin() {
        if (dialed != null) {
            greet();
        }
    }

    private void greet() {
        byte[] hello = wiring.handshakes().hello();
        int most = wiring.settings().admission().helloBytes();
        Check.state(hello.length <= most, "a hello is no longer than tcp.helloBytes", hello.length);
        Greeting greeting = new Greeting(
                Greeting.VERSION, wiring.incarnation(), wiring.settings().name(), hello);
        connection.say(FrameKind.HELLO, greeting.encoded());
    }

    /** A frame of the handshake came. */
    void on(Frame frame) {
        if (frame.kind() == FrameKind.REFUSED) {
            connection.refusedThere(Refusal.decoded(frame.content()));
        } else if (frame.kind() == FrameKind.HELLO && link == null) {
            hello(Greeting.decoded(frame.content()));
        } else if (frame.kind() == FrameKind.ACCEPTED && link != null) {
            accepted(link, Acceptance.decoded(frame.content()));
        } else {
            throw new BadFrameException(
                    FrameProblem.OUT_OF_ORDER,
                    frame.kind() + " when " + (link == null ? "HELLO" : "ACCEPTED") + " was due");
        }
    }

    // ---- HELLO -----------------------------------------------------------------------------------------------------

    private void hello(Greeting theirs) {
        if (theirs.version() != Greeting.VERSION) {
            refuse("it speaks version " + theirs.version() + " of the transport, and "
                    + wiring.settings().name() + " version " + Greeting.VERSION
                    + "; run the same version of the library on both");
            return;
        }
        connection.introduced(theirs.name());
        String problem = problemOf(theirs);
        if (problem != null) {
            refuse(problem);
            return;
        }
        PeerLink known = wiring.peers().of(theirs.name());
        if (known == null) {
            refuse("it has had connections with as many different processes as tcp.names allows");
            return;
        }
        welcome(known, theirs.incarnation());
    }

    private void refuse(String reason) {
        connection.refuse(new Refusal(false, reason));
    }

    /** Why the other side is not accepted; null if it is. */
    private @Nullable String problemOf(Greeting theirs) {
        String own = wiring.settings().name();
        if (theirs.name().equals(own)) {
            return "its name is " + own
                    + ", which is the name of the process it talks to: every process needs a name of"
                    + " its own, and no process is its own peer";
        } else if (dialed != null && !theirs.name().equals(dialed.name())) {
            return own + " looked for " + dialed.name() + " at " + dialed.address() + ", but " + theirs.name()
                    + " answered; correct the address of " + dialed.name();
        }
        Verdict verdict;
        try {
            verdict = wiring.handshakes().check(theirs.hello(), connection.certificate());
        } catch (CertificateException | SSLPeerUnverifiedException e) {
            return "its certificate is not acceptable: " + e.getMessage();
        } catch (RuntimeException bug) {
            wiring.journal().bug(connection.other(), bug);
            return own + " could not check its hello because of a bug, which its log tells";
        }
        if (verdict instanceof Verdict.Refused refused) {
            return refused.reason();
        }
        String accepted = ((Verdict.Accepted) verdict).peerName();
        return accepted.equals(theirs.name())
                ? null
                : "it calls itself " + theirs.name() + ", but its hello is that of " + accepted;
    }

    private void welcome(PeerLink known, long theirIncarnation) {
        link = known;
        incarnation = theirIncarnation;
        if (dialed == null) {
            greet();
        }
        if (known.chooses()) {
            return;
        }
        said = known.accept(dialed != null, incarnation);
        if (said == null) {
            connection.refuse(Refusal.SURPLUS);
        } else {
            connection.say(FrameKind.ACCEPTED, said.seen().encoded());
        }
    }

    // ---- ACCEPTED --------------------------------------------------------------------------------------------------

    private void accepted(PeerLink known, Acceptance acceptance) {
        if (known.chooses()) {
            if (!known.choose(connection, dialed != null, incarnation, acceptance)) {
                connection.refuse(Refusal.SURPLUS);
            }
        } else if (!known.follow(connection, incarnation, Check.present(said, "it has accepted"), acceptance)) {
            // The other side knows: it has chosen a newer one since.
            connection.end("a newer connection was chosen there");
        }
    }
}
