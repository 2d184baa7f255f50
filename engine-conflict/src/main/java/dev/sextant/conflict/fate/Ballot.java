package dev.sextant.conflict.fate;

import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;

/**
 * A ballot of a proposal's register, compared by round, slot and incarnation. Rounds 0 (propose) and 1 (renounce, carries
 * only ABORT) belong to the owner; settlers draw rounds from 2 up, so that a ballot is unique for each process and try. Above all
 * of them is the round of repairs that a person has confirmed.
 */
public record Ballot(long round, int slot, long incarnation) implements Comparable<Ballot> {
    /** The owner's proposal. */
    public static final Ballot PROPOSE = new Ballot(0, 0, 0);

    /** The owner's renouncement. */
    public static final Ballot RENOUNCE = new Ballot(1, 0, 0);

    /** The first round a settler may use. */
    public static final long FIRST_SETTLING_ROUND = 2;

    /** The round of repairs: no settler comes so far in a volume's life. */
    public static final long REPAIR_ROUND = 1L << 60;

    /** A settler's ballot. */
    public static Ballot settling(long round, WriterId settler, long incarnation) {
        Check.state(round >= FIRST_SETTLING_ROUND, "rounds 0 and 1 belong to the owner");
        Check.state(round < REPAIR_ROUND, "the highest round belongs to repairs");
        return new Ballot(round, settler.slot(), incarnation);
    }

    /** The ballot of a repair that holds a slot under this incarnation; a later repair claims a higher one. */
    public static Ballot repair(WriterId claimed, long incarnation) {
        return new Ballot(REPAIR_ROUND, claimed.slot(), incarnation);
    }

    /** Whether it belongs to a repair, and not to an owner or a settler. */
    public boolean isRepair() {
        return round >= REPAIR_ROUND;
    }

    @Override
    public int compareTo(Ballot other) {
        int byRound = Long.compare(round, other.round);
        if (byRound != 0) {
            return byRound;
        }
        int bySlot = Integer.compare(slot, other.slot);
        return bySlot != 0 ? bySlot : Long.compare(incarnation, other.incarnation);
    }

    @Override
    public String toString() {
        if (round < FIRST_SETTLING_ROUND) {
            return Long.toString(round);
        }
        return (isRepair() ? "repair" : Long.toString(round)) + "/w" + slot + "." + incarnation;
    }
}
