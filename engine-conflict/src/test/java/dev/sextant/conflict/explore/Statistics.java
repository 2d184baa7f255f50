package dev.sextant.conflict.explore;

import dev.sextant.api.ProposalId;
import org.jspecify.annotations.Nullable;

/** What random runs did, added up: numbers that must not be zero for the runs to mean anything. */
final class Statistics {
    long runs;
    long steps;
    long proposals;
    long committed;
    long settled;
    long inferred;
    long opened;
    long restarts;
    long disksRebuilt;
    long inDoubt;
    private @Nullable ProposalId told;

    /** The fate that a segment is being told; others it learns meanwhile are inferred. */
    void telling(@Nullable ProposalId id) {
        told = id;
    }

    void learned(ProposalId id) {
        inferred += id.equals(told) ? 0 : 1;
    }

    void add(Statistics other) {
        runs += other.runs;
        steps += other.steps;
        proposals += other.proposals;
        committed += other.committed;
        settled += other.settled;
        inferred += other.inferred;
        opened += other.opened;
        restarts += other.restarts;
        disksRebuilt += other.disksRebuilt;
        inDoubt += other.inDoubt;
    }

    @Override
    public String toString() {
        return String.format(
                "%,d runs, %,d steps, %,d proposals (%,d committed), %,d fates settled by others, %,d inferred, %,d slots opened,"
                        + " %,d segment restarts, %,d disks rebuilt, %,d left in doubt",
                runs, steps, proposals, committed, settled, inferred, opened, restarts, disksRebuilt, inDoubt);
    }
}
