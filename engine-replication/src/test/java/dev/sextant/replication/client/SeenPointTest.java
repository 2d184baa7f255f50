package dev.sextant.replication.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SeenPointTest {
    private static final int SEQS = 12;

    @Property
    void theUnionSeesWhatEitherSeesAndNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        ReadPoint one = point(random);
        ReadPoint other = point(random);
        ReadPoint union = SeenPoint.union(one, other);
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            for (long seq = 1; seq <= SEQS + 1; seq++) {
                ProposalId proposal = new ProposalId(new WriterId(slot), seq);
                assertEquals(one.sees(proposal) || other.sees(proposal), union.sees(proposal));
            }
        }
        assertTrue(union.covers(one) && union.covers(other));
        SeenPoint seen = new SeenPoint(one);
        seen.add(other);
        seen.add(one);
        assertEquals(union, seen.get());
    }

    private static ReadPoint point(Random random) {
        ReadPoint point = ReadPoint.ZERO;
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            long upTo = random.nextInt(SEQS + 1);
            long[] missing = random.longs(upTo + 1, 1, Math.max(2, upTo + 1))
                    .filter(seq -> seq <= upTo && random.nextInt(3) == 0)
                    .distinct()
                    .sorted()
                    .toArray();
            point = point.with(new WriterId(slot), upTo, missing);
        }
        return point;
    }
}
