package dev.sextant.conflict.fate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ProposalId;
import dev.sextant.api.WriterId;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FatesTest {
    @Test
    void aFateNeverChanges() {
        Fates fates = new Fates();
        assertTrue(fates.record(ProposalId.of(1, 5), Fate.ABORTED));
        assertFalse(fates.record(ProposalId.of(1, 5), Fate.ABORTED));
        assertThrows(IllegalStateException.class, () -> fates.record(ProposalId.of(1, 5), Fate.COMMITTED));
        assertEquals(Fate.ABORTED, fates.of(ProposalId.of(1, 5)));
        assertNull(fates.of(ProposalId.of(2, 5)), "slots are apart");
    }

    @Property
    void rememberAsAMapDoes(@ForAll List<@IntRange(min = 1, max = 5000) Integer> seqs) {
        Fates fates = new Fates();
        TreeMap<ProposalId, Fate> model = new TreeMap<>();
        for (int seq : seqs) {
            ProposalId id = ProposalId.of(seq % 4, seq);
            Fate fate = seq % 3 == 0 ? Fate.ABORTED : Fate.COMMITTED;
            assertEquals(model.put(id, fate) == null, fates.record(id, fate));
        }
        Fates copy = fates.copy();
        fates.record(ProposalId.of(0, 9999), Fate.COMMITTED);
        for (int seq = 1; seq <= 5001; seq++) {
            ProposalId id = ProposalId.of(seq % 4, seq);
            assertEquals(model.get(id), copy.of(id));
            assertEquals(model.get(id) == Fate.ABORTED, copy.aborted(id));
        }
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            long highest = 0;
            long committed = 0;
            for (ProposalId id : model.keySet()) {
                if (id.writer().equals(writer)) {
                    highest = Math.max(highest, id.seq());
                    committed = Math.max(committed, model.get(id) == Fate.COMMITTED ? id.seq() : 0);
                }
            }
            assertEquals(highest, copy.highest(writer));
            assertEquals(committed, copy.highestCommitted(writer));
        }
    }

    @Property
    void decidedUpToIsTheFirstGap(@ForAll List<@IntRange(min = 1, max = 20) Integer> seqs) {
        Fates fates = new Fates();
        boolean[] known = new boolean[30];
        for (int seq : seqs) {
            fates.record(ProposalId.of(0, seq), Fate.COMMITTED);
            known[seq] = true;
            int gap = 1;
            while (known[gap]) {
                gap++;
            }
            assertEquals(gap - 1, fates.decidedUpTo(new WriterId(0)));
        }
    }
}
