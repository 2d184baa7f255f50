package dev.sextant.replication.sim.world;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.List;

/** What nodes in hand-made histories speak of. */
final class Spoken {
    private Spoken() {}

    static Proposal proposal(int slot, long seq, long age) {
        WriterId writer = new WriterId(slot);
        return new Proposal(
                new ProposalId(writer, seq),
                1,
                Lsn.of(age, writer),
                Lsn.of(age, writer),
                List.of(new PageWrite(new PageId(7), VersionId.NONE, new byte[0])),
                List.of(),
                ReadPoint.ZERO,
                List.of(),
                List.of());
    }
}
