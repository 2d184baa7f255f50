package dev.sextant.conflict.message;

import dev.sextant.api.ProposalId;
import dev.sextant.conflict.fate.Register;

/**
 * A proposal whose fate one segment does not know, as the segment tells a repair.
 *
 * @param register what it holds of it; blank if it never heard of it. Where it abstains, a COMMIT in it means that another segment
 *     held that once
 * @param abstains whether the segment has no say in it, since its disk is newer
 * @param overtaken whether it cannot commit as far as is known here: another version follows on a base of it, or an attempt that it
 *     replaces is committed
 */
public record Undecided(ProposalId id, Register register, boolean abstains, boolean overtaken) {}
