package dev.sextant.replication.wire;

import static dev.sextant.replication.wire.Lists.map;
import static dev.sextant.replication.wire.ProposalCodec.baseReaders;
import static dev.sextant.replication.wire.ProposalCodec.rival;
import static dev.sextant.replication.wire.Ranges.notNegative;
import static dev.sextant.replication.wire.ValueCodec.page;
import static dev.sextant.replication.wire.ValueCodec.version;

import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.version.PageVote;
import dev.sextant.replication.wire.proto.WirePageVote;
import dev.sextant.replication.wire.proto.WireVerdict;

/** What segments say to ballots and reads. */
final class VoteCodec {
    private VoteCodec() {}

    static WireVerdict wire(Verdict verdict) {
        WireVerdict.Builder wire = WireVerdict.newBuilder();
        if (verdict instanceof Verdict.Accepted accepted) {
            wire.setAccepted(
                    WireVerdict.Accepted.newBuilder().addAllReaders(map(accepted.readers(), ProposalCodec::wire)));
        } else if (verdict instanceof Verdict.Decided decided) {
            wire.setDecided(WireVerdict.Decided.newBuilder().setFate(FateCodec.wire(decided.fate())));
        } else if (verdict instanceof Verdict.Stale stale) {
            wire.setStale(WireVerdict.Stale.newBuilder()
                    .setPage(stale.page().value())
                    .setNewer(ValueCodec.wire(stale.newer())));
        } else if (verdict instanceof Verdict.Fenced fenced) {
            wire.setFenced(WireVerdict.Fenced.newBuilder().setIncarnation(fenced.incarnation()));
        } else if (verdict instanceof Verdict.Closed) {
            wire.setClosed(WireVerdict.Closed.getDefaultInstance());
        } else if (verdict instanceof Verdict.Preempted preempted) {
            wire.setPreempted(WireVerdict.Preempted.newBuilder().setPromised(FateCodec.wire(preempted.promised())));
        } else if (verdict instanceof Verdict.Parked parked) {
            wire.setParked(wire(parked));
        } else if (verdict instanceof Verdict.Abstained) {
            wire.setAbstained(WireVerdict.Abstained.getDefaultInstance());
        } else {
            throw new AssertionError("unhandled " + verdict);
        }
        return wire.build();
    }

    private static WireVerdict.Parked wire(Verdict.Parked parked) {
        WireVerdict.Parked.Builder wire = WireVerdict.Parked.newBuilder();
        if (parked.rival() != null) {
            wire.setRival(ProposalCodec.wire(parked.rival()));
        }
        return wire.build();
    }

    static Verdict verdict(WireVerdict wire) {
        return switch (wire.getKindCase()) {
            case ACCEPTED -> new Verdict.Accepted(baseReaders(wire.getAccepted().getReadersList()));
            case DECIDED -> new Verdict.Decided(FateCodec.fate(wire.getDecided().getFate()));
            case STALE ->
                new Verdict.Stale(
                        page(wire.getStale().getPage()), version(wire.getStale().getNewer()));
            case FENCED -> new Verdict.Fenced(notNegative(wire.getFenced().getIncarnation(), "an incarnation"));
            case CLOSED -> new Verdict.Closed();
            case PREEMPTED ->
                new Verdict.Preempted(FateCodec.ballot(wire.getPreempted().getPromised()));
            case PARKED ->
                new Verdict.Parked(
                        wire.getParked().hasRival() ? rival(wire.getParked().getRival()) : null);
            case ABSTAINED -> new Verdict.Abstained();
            case KIND_NOT_SET -> throw new IllegalArgumentException("a verdict of a kind that is not known here");
        };
    }

    static WirePageVote wire(PageVote vote) {
        WirePageVote.Builder wire = WirePageVote.newBuilder();
        if (vote instanceof PageVote.Clear clear) {
            wire.setClear(WirePageVote.Clear.newBuilder().addAllReaders(map(clear.readers(), ProposalCodec::wire)));
        } else if (vote instanceof PageVote.Stale stale) {
            wire.setStale(WirePageVote.Stale.newBuilder()
                    .setPage(stale.page().value())
                    .setNewer(ValueCodec.wire(stale.newer())));
        } else if (vote instanceof PageVote.Blocked blocked) {
            wire.setBlocked(WirePageVote.Blocked.newBuilder().setOldest(ProposalCodec.wire(blocked.oldest())));
        } else {
            throw new AssertionError("unhandled " + vote);
        }
        return wire.build();
    }

    static PageVote pageVote(WirePageVote wire) {
        return switch (wire.getKindCase()) {
            case CLEAR -> new PageVote.Clear(baseReaders(wire.getClear().getReadersList()));
            case STALE ->
                new PageVote.Stale(
                        page(wire.getStale().getPage()), version(wire.getStale().getNewer()));
            case BLOCKED -> new PageVote.Blocked(rival(wire.getBlocked().getOldest()));
            case KIND_NOT_SET -> throw new IllegalArgumentException("a vote on pages of a kind that is not known here");
        };
    }
}
