package dev.sextant.replication.sim.world;

import dev.sextant.api.ProposalId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Listens to what is told and holds owners to the tie rule: a proposal is given up behind an older rival, for a newer version (which a
 * peer may tell, too), after the vote timeout or because somebody asks, and for no other reason; least of all behind a younger rival, for then the old
 * wait for ever. It costs nothing but time, so that nothing a client sees tells of it.
 *
 * <p>Its hashed maps are asked, never walked, so their order does not matter.
 */
final class RenouncementLedger {
    private final long voteTimeoutNanos;
    private final Map<ProposalId, Proposed> proposed = new HashMap<>();
    private final Set<ProposalId> reasons = new HashSet<>();
    private final Set<PageRead> overwritten = new HashSet<>();
    private final List<String> contradictions = new ArrayList<>();

    private record Proposed(Proposal proposal, long nanos) {}

    /** Owners wait at least so long for votes. */
    RenouncementLedger(long voteTimeoutNanos) {
        this.voteTimeoutNanos = voteTimeoutNanos;
    }

    /** A node says this at that time. */
    void said(Message message, long nowNanos) {
        if (message instanceof SegmentMessage.Propose propose) {
            proposed.putIfAbsent(propose.proposal().id(), new Proposed(propose.proposal(), nowNanos));
        } else if (message instanceof WriterMessage.AskFate ask) {
            reasons.add(ask.id());
        } else if (message instanceof WriterMessage.Voted voted) {
            voted(voted);
        } else if (message instanceof WriterMessage.Redo redo) {
            redo.proposals().forEach(this::decided);
        } else if (message instanceof WriterMessage.Told told) {
            told.decided().forEach(this::decided);
        } else if (message instanceof SegmentMessage.Renounce renounce) {
            renounced(renounce, nowNanos);
        }
    }

    private void voted(WriterMessage.Voted voted) {
        Verdict verdict = voted.verdict();
        Proposed about = proposed.get(voted.id());
        if (verdict instanceof Verdict.Parked parked && parked.rival() != null) {
            if (!voted.ballot().equals(Ballot.PROPOSE)) {
                reasons.add(parked.rival().id()); // it stands in the way of one being settled
            } else if (about != null
                    && parked.rival().isOlderThan(about.proposal().age())) {
                reasons.add(voted.id());
            }
        } else if (!(verdict instanceof Verdict.Accepted || verdict instanceof Verdict.Parked)) {
            reasons.add(voted.id());
        }
    }

    private void decided(DecidedProposal news) {
        Proposal content = news.content();
        if (news.fate() == Fate.COMMITTED && content != null) {
            content.writes().forEach(write -> overwritten.add(new PageRead(write.page(), write.base())));
        }
    }

    /** Whether somebody may have told its owner that a rival has committed. */
    private boolean isOvertaken(Proposal proposal) {
        return proposal.reads().stream().anyMatch(overwritten::contains)
                || proposal.writes().stream()
                        .anyMatch(write -> overwritten.contains(new PageRead(write.page(), write.base())));
    }

    private void renounced(SegmentMessage.Renounce renounce, long nowNanos) {
        Proposed about = proposed.get(renounce.id());
        boolean mayBeOver = renounce.reservation() != null // sent also when its rival's commit is known
                || about == null
                || !about.proposal().replaces().isEmpty() // whose earlier attempt may have committed
                || isOvertaken(about.proposal())
                || nowNanos - about.nanos() >= voteTimeoutNanos;
        if (!mayBeOver && reasons.add(renounce.id())) {
            contradictions.add("the owner of " + renounce.id() + " gives it up for no reason that anybody told it");
        }
    }

    /** Who gave up without a reason. */
    List<String> contradictions() {
        return contradictions;
    }
}
