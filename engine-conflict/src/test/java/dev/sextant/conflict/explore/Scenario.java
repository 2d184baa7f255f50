package dev.sextant.conflict.explore;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;

/**
 * A small world to explore to the end: the attempts of each owner, in order, who may settle which of them, and which pairs must
 * not both be committed. An owner may fall silent at any moment, since whatever it sends or does may never arrive or happen.
 */
final class Scenario {
    static final Quorums THREE = new Quorums(3, 2, 2);
    private static final PageId P = new PageId(1);
    private static final PageId Q = new PageId(2);

    /** Someone who tries to settle a proposal, up to {@code tries} times, each with a higher round. */
    record Settling(Proposal target, int slot, int tries) {}

    /** A request that has arrived at a segment before the exploration begins. */
    record Beginning(int segment, Request request) {}

    private final String name;
    private final List<List<Proposal>> owners = new ArrayList<>();
    private final List<Settling> settlings = new ArrayList<>();
    private final List<int[]> exclusive = new ArrayList<>();
    private final List<Beginning> beginnings = new ArrayList<>();
    private boolean ownersRetry;

    private Scenario(String name) {
        this.name = name;
    }

    /** One proposal, two settlers. */
    static Scenario oneProposalTwoSettlers(int tries) {
        Scenario scenario = new Scenario("one proposal, two settlers, " + tries + " tries each");
        Proposal only = proposal(0, 1, List.of(P), List.of(), List.of());
        scenario.owner(only);
        scenario.settler(only, 1, tries);
        scenario.settler(only, 2, tries);
        return scenario;
    }

    /** Two proposals that write the same page on the same base, with a settler each. */
    static Scenario rivals(int tries) {
        Scenario scenario = new Scenario("two rivals, a settler each, " + tries + " tries each");
        Proposal older = proposal(0, 1, List.of(P), List.of(), List.of());
        Proposal younger = proposal(1, 1, List.of(P), List.of(), List.of());
        scenario.owner(older);
        scenario.owner(younger);
        scenario.settler(older, 2, tries);
        scenario.settler(younger, 3, tries);
        scenario.exclude(older, younger);
        return scenario;
    }

    /** An attempt and the one that replaces it, on other pages, so that nothing but {@code replaces} keeps them apart. */
    static Scenario replacement(int triesOfFirst, int triesOfSecond) {
        Scenario scenario = new Scenario(
                "an attempt and its replacement, settlers with " + triesOfFirst + " and " + triesOfSecond + " tries");
        Proposal first = proposal(0, 1, List.of(P), List.of(), List.of());
        Proposal second = proposal(0, 2, List.of(Q), List.of(), List.of(first.id()));
        scenario.owner(first, second);
        scenario.settler(first, 1, triesOfFirst);
        scenario.settler(second, 2, triesOfSecond);
        scenario.exclude(first, second);
        return scenario;
    }

    /** A proposal that reads the version another overwrites, with a settler each. Both may commit, the reader first. */
    static Scenario readerAndWriter(int tries) {
        Scenario scenario = new Scenario("a reader and a writer of its page, a settler each, " + tries + " tries each");
        Proposal reader = proposal(0, 1, List.of(Q), List.of(P), List.of());
        Proposal writer = proposal(1, 1, List.of(P), List.of(), List.of());
        scenario.owner(reader);
        scenario.owner(writer);
        scenario.settler(reader, 2, tries);
        scenario.settler(writer, 3, tries);
        return scenario;
    }

    /**
     * An attempt with three settlers and its replacement with none: what it takes to need the ballot-1 rule. Begins where the
     * attempt is accepted at one segment, renounced at another and replaced there, and the first settler has two promises.
     */
    static Scenario replacementThreeSettlers() {
        Scenario scenario = new Scenario("an attempt with three settlers, and its replacement");
        Proposal first = proposal(0, 1, List.of(P), List.of(), List.of());
        Proposal second = proposal(0, 2, List.of(Q), List.of(), List.of(first.id()));
        scenario.owner(first, second);
        for (int slot = 1; slot <= 3; slot++) {
            scenario.settler(first, slot, 1);
        }
        scenario.exclude(first, second);
        scenario.ownersRetry = true;
        scenario.beginnings.add(new Beginning(0, new Request.Propose(first)));
        scenario.beginnings.add(new Beginning(1, new Request.Renounce(first.id())));
        scenario.beginnings.add(new Beginning(1, new Request.Propose(second)));
        Ballot lowest = Ballot.settling(Ballot.FIRST_SETTLING_ROUND, new WriterId(1), 1);
        scenario.beginnings.add(new Beginning(0, new Request.Prepare(first.id(), lowest)));
        scenario.beginnings.add(new Beginning(2, new Request.Prepare(first.id(), lowest)));
        return scenario;
    }

    /** One proposal, one settler: small enough to explore without the explorer's short cuts. */
    static Scenario oneProposalOneSettler() {
        Scenario scenario = new Scenario("one proposal, one settler");
        Proposal only = proposal(0, 1, List.of(P), List.of(), List.of());
        scenario.owner(only);
        scenario.settler(only, 1, 1);
        return scenario;
    }

    /** An attempt and its replacement, and nobody settles: as small. */
    static Scenario replacementAlone() {
        Scenario scenario = new Scenario("an attempt and its replacement, no settler");
        Proposal first = proposal(0, 1, List.of(P), List.of(), List.of());
        Proposal second = proposal(0, 2, List.of(Q), List.of(), List.of(first.id()));
        scenario.owner(first, second);
        scenario.exclude(first, second);
        return scenario;
    }

    private static Proposal proposal(
            int slot, long seq, List<PageId> writes, List<PageId> reads, List<ProposalId> replaces) {
        Lsn lsn = Lsn.of(seq, new WriterId(slot));
        return new Proposal(
                ProposalId.of(slot, seq),
                1,
                lsn,
                Lsn.of(1, new WriterId(slot)),
                writes.stream()
                        .map(page -> new PageWrite(page, VersionId.NONE, new byte[0]))
                        .toList(),
                reads.stream().map(page -> new PageRead(page, VersionId.NONE)).toList(),
                ReadPoint.ZERO,
                List.of(new TransactionId(0, slot)),
                replaces);
    }

    private void owner(Proposal... attempts) {
        owners.add(List.of(attempts));
    }

    private void settler(Proposal target, int slot, int tries) {
        settlings.add(new Settling(target, slot, tries));
    }

    private void exclude(Proposal one, Proposal other) {
        exclusive.add(new int[] {indexOf(one), indexOf(other)});
    }

    private int indexOf(Proposal proposal) {
        return proposals().indexOf(proposal);
    }

    String name() {
        return name;
    }

    List<List<Proposal>> owners() {
        return owners;
    }

    List<Settling> settlings() {
        return settlings;
    }

    /** Pairs, by index in {@link #proposals()}, of which at most one may be committed. */
    List<int[]> exclusive() {
        return exclusive;
    }

    List<Proposal> proposals() {
        return owners.stream().flatMap(List::stream).toList();
    }

    List<Beginning> beginnings() {
        return beginnings;
    }

    /** Whether every owner has renounced its first attempt and proposed the next before the exploration begins. */
    boolean ownersRetry() {
        return ownersRetry;
    }

    List<PageId> pages() {
        return List.of(P, Q);
    }

    /** Whether reader lists can tell anything here, so that a counted commit is other news than a learned one. */
    boolean hasReads() {
        return proposals().stream().anyMatch(proposal -> !proposal.reads().isEmpty());
    }
}
