package dev.sextant.storage.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sextant.api.Lsn;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RewindDeltaTest {
    private static ReadPoint point(Random random) {
        ReadPoint point = ReadPoint.ZERO;
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            long upTo = random.nextLong() >>> (1 + random.nextInt(62));
            long[] missing = LongStream.range(0, random.nextInt(ReadPoint.MAX_MISSING + 1))
                    .map(i -> upTo - i * (1 + random.nextInt(1)))
                    .filter(seq -> seq > 0)
                    .sorted()
                    .toArray();
            point = point.with(new WriterId(slot), upTo, missing);
        }
        return point;
    }

    @Property
    void everyPointComesBack(@ForAll long seed) {
        ReadPoint target = point(new Random(seed));
        byte[] delta = Rewind.to(target);
        assertEquals(target, Rewind.target(delta));
        Redo.requireReadable(delta);
    }

    @Property
    void aDamagedOneIsNoOtherOne(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] delta = Rewind.to(point(random));
        delta[2 + random.nextInt(delta.length - 2)] ^= (byte) (1 << random.nextInt(8));
        assertThrows(DeltaCorruptException.class, () -> Rewind.target(delta));
    }

    @Test
    void othersAreNone() {
        assertNull(Rewind.target(DeltaBuilder.touch()));
        byte[] delta = Rewind.to(ReadPoint.ZERO);
        VersionId version = new VersionId(Lsn.of(1, new WriterId(0)), 1);
        assertThrows(DeltaCorruptException.class, () -> Redo.apply(Page.EMPTY, delta, version));
    }
}
