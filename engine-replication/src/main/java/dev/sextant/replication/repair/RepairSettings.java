package dev.sextant.replication.repair;

import dev.sextant.api.config.Timeouts;
import dev.sextant.conflict.fate.Quorums;

/**
 * What a repair is made with.
 *
 * @param nonce drawn at random by the process, so that it recognises its own claims
 * @param resendNanos when what is not answered is sent again
 * @param planNanos how long a plan waits for segments to answer
 * @param betweenLooksNanos a plan lists what is undecided for longer than this
 * @param repairNanos when a repair is cut short
 */
public record RepairSettings(
        long nonce, Quorums quorums, long resendNanos, long planNanos, long betweenLooksNanos, long repairNanos) {
    private static final int IN_DOUBT_TIMES = 4;

    /** The settings of a cluster. */
    public static RepairSettings of(long nonce, Timeouts timeouts) {
        return new RepairSettings(
                nonce,
                Quorums.SIX,
                timeouts.resend().toNanos(),
                timeouts.read().toNanos(),
                IN_DOUBT_TIMES * timeouts.inDoubt().toNanos(),
                timeouts.open().toNanos());
    }
}
