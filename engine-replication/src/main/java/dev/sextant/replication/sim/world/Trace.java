package dev.sextant.replication.sim.world;

import dev.sextant.api.ProposalId;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.sim.time.VirtualTime;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a world, one line an event in fixed columns: microseconds, what, from, to, details. Lines are made only for
 * who listens; a fingerprint of all events is kept in any case, so that two runs can be compared at no cost.
 */
public final class Trace {
    private static final long FNV_PRIME = 0x100000001b3L;

    private final VirtualTime time;
    private final @Nullable Consumer<? super String> listener;
    private long fingerprint = 0xcbf29ce484222325L;

    Trace(VirtualTime time, @Nullable Consumer<? super String> listener) {
        this.time = time;
        this.listener = listener;
    }

    /** Equal in two runs in which the same happened at the same times. */
    public long fingerprint() {
        return fingerprint;
    }

    void event(String what, NodeAddress from, NodeAddress to, List<Message> messages) {
        mix(time.nowNanos());
        mix(what.charAt(0) + 31L * (from.index() + 16L * to.index()));
        mix(messages.size());
        if (listener != null) {
            listener.accept(line(what, from.toString(), to.toString(), describe(messages)));
        }
    }

    /** Something happened at a place. */
    public void event(String what, String where, String details) {
        mix(time.nowNanos());
        mix(what.hashCode() + 31L * where.hashCode());
        if (listener != null) {
            listener.accept(line(what, where, "", details));
        }
    }

    private void mix(long value) {
        fingerprint = (fingerprint ^ value) * FNV_PRIME;
        fingerprint ^= fingerprint >>> 29;
    }

    private String line(String what, String from, String to, String details) {
        return String.format(
                Locale.ROOT, "%12d %-9s %-10s %-10s %s", time.nowNanos() / VirtualTime.MICRO, what, from, to, details);
    }

    private static String describe(List<Message> messages) {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            text.append(text.length() == 0 ? "" : " | ").append(describe(message));
        }
        return text.toString();
    }

    /** A message in a few words that are the same in every JVM: bytes are left out. */
    static String describe(Message message) {
        String name = message.getClass().getSimpleName();
        if (message instanceof SegmentMessage.Propose propose) {
            return name + " " + propose.proposal().id() + " writes "
                    + propose.proposal().writes() + " replaces "
                    + propose.proposal().replaces();
        } else if (message instanceof SegmentMessage.Renounce renounce) {
            return name + " " + renounce.id();
        } else if (message instanceof SegmentMessage.Prepare prepare) {
            return prepare.toString();
        } else if (message instanceof SegmentMessage.Settle settle) {
            return name + " " + settle.id() + " " + settle.ballot() + " " + settle.value();
        } else if (message instanceof SegmentMessage.Decided decided) {
            return name + " " + fates(decided.proposals());
        } else if (message instanceof WriterMessage.Voted voted) {
            return name + " " + voted.id() + " " + voted.ballot() + " " + voted.verdict();
        } else if (message instanceof WriterMessage.Redo redo) {
            return name + " " + fates(redo.proposals());
        } else if (message instanceof WriterMessage.Told told) {
            return name + " " + fates(told.decided()) + " unknown " + told.unknown();
        } else if (message instanceof SegmentMessage.GossipTell tell) {
            return name + " " + fates(tell.proposals()) + " held " + tell.held();
        } else if (message instanceof WriterMessage.PageBuilt built) {
            return name + " " + built.page() + " " + built.version() + " " + built.image().length + "B";
        } else if (message instanceof WriterMessage.Promised || message instanceof SegmentMessage.RebuildTell) {
            return name;
        }
        return message.toString();
    }

    private static String fates(List<DecidedProposal> proposals) {
        StringBuilder text = new StringBuilder();
        for (DecidedProposal proposal : proposals) {
            ProposalId id = proposal.id();
            text.append(text.length() == 0 ? "" : ",")
                    .append(id)
                    .append(proposal.fate().name().charAt(0));
        }
        return text.toString();
    }
}
