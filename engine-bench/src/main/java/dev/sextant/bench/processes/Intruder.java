package dev.sextant.bench.processes;

import dev.sextant.bench.pki.ThrowawayAuthority;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Who wants to be let into a cluster and must not be. */
enum Intruder {
    /** A node whose certificate another authority has issued. */
    WRONG_AUTHORITY {
        @Override
        List<String> prepare(Doorstep at) throws IOException {
            ThrowawayAuthority other = ThrowawayAuthority.of(Fleet.CLUSTER);
            return at.node("5", other.issue(at.folder(), Doorstep.PEER, Doorstep.parts(5, 5, 1)));
        }
    },
    /** A process that shows no certificate. */
    NO_CERTIFICATE {
        @Override
        List<String> prepare(Doorstep at) throws IOException {
            at.authority().issue(at.folder(), Doorstep.PEER, List.of()); // of which it uses the authority's only
            return at.stranger("no-certificate");
        }
    },
    /** A node that has a part of another volume, in a cluster of the same name and authority. */
    OTHER_VOLUME {
        @Override
        List<String> prepare(Doorstep at) throws IOException, InterruptedException {
            String tls = at.authority().issue(at.folder(), Doorstep.PEER, Doorstep.parts(0, 5, 1));
            FleetMember founder = new FleetMember(
                    Doorstep.PEER,
                    at.lookingForNobody().node(ALL_SEGMENTS, tls),
                    at.folder().resolve("founder.log"));
            try {
                founder.start();
                founder.expect("started");
                founder.ask("open", "open");
                founder.end();
            } finally {
                founder.close();
            }
            return at.node(ALL_SEGMENTS, tls);
        }
    },
    /** A process that speaks only a version of the protocol that is to come. */
    OTHER_VERSION {
        @Override
        List<String> prepare(Doorstep at) throws IOException {
            at.authority().issue(at.folder(), Doorstep.PEER, Doorstep.parts(5, 5, 1));
            return at.stranger("other-version");
        }
    },
    /** A node whose certificate is that of a writer, and which says that it hosts a segment as well. */
    WRITER_AS_SEGMENT {
        @Override
        List<String> prepare(Doorstep at) throws IOException {
            return at.node("5", at.authority().issue(at.folder(), Doorstep.PEER, List.of("writer/1")));
        }
    };

    private static final String ALL_SEGMENTS = "0,1,2,3,4,5";

    /** Makes what it needs; returns what starts it. */
    abstract List<String> prepare(Doorstep at) throws IOException, InterruptedException;

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
