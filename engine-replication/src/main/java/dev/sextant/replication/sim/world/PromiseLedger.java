package dev.sextant.replication.sim.world;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Listens to what segments tell and holds them to it: none promises or accepts a ballot below one that it has promised, whatever
 * befell it in between (I3), and none has a say in a proposal that is older than its disk. Either may go well for long, since other
 * segments make up for it; so it is looked for where it happens.
 *
 * <p>Its hashed maps are asked, never walked, so their order does not matter.
 */
final class PromiseLedger {
    private final Map<Promise, Said> promised = new HashMap<>();
    private final Map<ProposalId, Long> proposedNanos = new HashMap<>();
    private final Map<SegmentId, Long> diskSinceNanos = new HashMap<>();
    private final List<String> contradictions = new ArrayList<>();

    /** Promises do not outlive a disk: one that is lost takes them with it, and the generation tells. */
    private record Promise(SegmentId segment, long generation, ProposalId id) {}

    /** What a segment says to several at one instant may have come about in another order than it is heard in. */
    private record Said(Ballot ballot, long nanos) {}

    /** A node says this at that time. */
    void said(Message message, long nowNanos) {
        if (message instanceof SegmentMessage.Propose propose) {
            proposedNanos.putIfAbsent(propose.proposal().id(), nowNanos);
        } else if (message instanceof WriterMessage.Promised told) {
            saysYes(new Promise(told.segment(), told.generation(), told.id()), new Said(told.ballot(), nowNanos));
        } else if (message instanceof WriterMessage.Voted voted && voted.verdict() instanceof Verdict.Accepted) {
            saysYes(new Promise(voted.segment(), voted.generation(), voted.id()), new Said(voted.ballot(), nowNanos));
        }
    }

    /** A segment has a blank disk from now on. */
    void newDisk(SegmentId segment, long nowNanos) {
        diskSinceNanos.put(segment, nowNanos);
    }

    private void saysYes(Promise to, Said now) {
        Said before = promised.get(to);
        boolean lower = before != null && now.ballot().compareTo(before.ballot()) < 0;
        if (before != null && lower && before.nanos() < now.nanos()) {
            contradictions.add(to.segment() + " says yes to ballot " + now.ballot() + " of " + to.id()
                    + " after it promised " + before.ballot());
        } else if (!lower) {
            promised.put(to, now);
        }
        if (now.ballot().isRepair()) {
            return; // in these each segment that counts has a say
        }
        Long proposed = proposedNanos.get(to.id());
        Long diskSince = diskSinceNanos.get(to.segment());
        if (to.generation() > 0 && proposed != null && diskSince != null && proposed < diskSince) {
            contradictions.add(to.segment() + " has a say in " + to.id() + ", which is older than its disk");
        }
    }

    /** Which promises were broken. */
    List<String> contradictions() {
        return contradictions;
    }
}
