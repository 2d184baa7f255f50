package dev.sextant.replication.repair;

import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.writer.SlotClaims;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/** The claims of all slots at all six segments, and what segments say to them. */
final class RepairClaims {
    private final SlotClaims claims;

    RepairClaims(RepairSettings settings, BiConsumer<? super SegmentId, ? super SegmentMessage> send) {
        claims = new SlotClaims(settings.nonce(), settings.quorums().segments(), send);
    }

    void resend() {
        claims.resend();
    }

    SortedMap<WriterId, Long> incarnations() {
        return claims.incarnations();
    }

    Set<SegmentId> silent() {
        return claims.silent();
    }

    /** Tells whether all slots are claimed now. */
    boolean receive(WriterMessage message) {
        if (message instanceof WriterMessage.IncarnationIs told) {
            claims.onIncarnation(told);
        } else if (message instanceof WriterMessage.Claimed claimed) {
            claims.onClaimed(claimed);
        } else if (message instanceof WriterMessage.ClaimRefused refused) {
            claims.onClaimRefused(refused);
        }
        return claims.isDone();
    }
}
