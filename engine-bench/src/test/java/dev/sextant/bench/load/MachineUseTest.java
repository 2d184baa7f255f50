package dev.sextant.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineUseTest {
    private static final List<String> DISKS = List.of(
            "   7       0 loop0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
            " 254       0 vda 10 0 20 1 300 5 4000 9 0 1 2 3 4 5 6 77 8",
            " 254       1 vda1 10 0 20 1 300 5 4000 9 0 1 2 3 4 5 6 77 8",
            " 254      16 vdb 1 0 2 1 30 5 400 9 0 1 2 3 4 5 6 7 8",
            "   8       0 old 1 0 2 1 30 5 400 9 0 1 2 3 4 5 6");

    private static final List<String> PROCESSORS =
            List.of("cpu  100 20 30 4000 500 6 7 80 9 10", "cpu0 1 1 1 1 1 1 1 1 1 1", "ctxt 5");

    @Test
    void addsUpWholeDisksAndThePartsOfTimeInWhichProcessorsWork() {
        MachineUse use = MachineUse.parse(DISKS, Set.of("vda", "vdb", "old"), PROCESSORS);
        assertEquals(new MachineUse(77 + 7, 300 + 30, (4_000 + 400) * 512L, 100 + 20 + 30 + 6 + 7), use);
    }

    @Test
    void whatCameSinceIsTheDifferenceAndRoundsAddUp() {
        MachineUse before = new MachineUse(1, 2, 3, 4);
        MachineUse after = new MachineUse(11, 22, 33, 44);
        assertEquals(new MachineUse(10, 20, 30, 40), after.since(before));
        assertEquals(new MachineUse(12, 24, 36, 48), after.plus(before));
    }
}
