package dev.sextant.conflict.fate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QuorumsTest {
    private static final int ALL = 1 << 6;

    @Test
    void everyReadQuorumMeetsEveryWriteQuorumAndTwoWriteQuorumsMeetTwice() {
        for (int one = 0; one < ALL; one++) {
            for (int other = 0; other < ALL; other++) {
                boolean write = Integer.bitCount(one) >= Quorums.SIX.write();
                boolean otherWrite = Integer.bitCount(other) >= Quorums.SIX.write();
                boolean otherRead = Integer.bitCount(other) >= Quorums.SIX.read();
                assertTrue(!write || !otherRead || (one & other) != 0);
                assertTrue(!write || !otherWrite || Integer.bitCount(one & other) >= 2);
            }
        }
    }

    /** May be chosen: there is a way to fill in the answers that are missing which makes a quorum. */
    @Test
    void mayBeChosenIsWhatTryingAllMissingAnswersSays() {
        for (int answered = 0; answered < ALL; answered++) {
            for (int holders = answered; ; holders = (holders - 1) & answered) {
                boolean possible = false;
                for (int world = 0; world < ALL; world++) {
                    possible |= (world & answered) == holders && Integer.bitCount(world) >= Quorums.SIX.write();
                }
                assertEquals(possible, Quorums.SIX.mayBeChosen(Integer.bitCount(holders), Integer.bitCount(answered)));
                if (holders == 0) {
                    break;
                }
            }
        }
    }

    @Test
    void refusesArithmeticThatDoesNotHold() {
        assertThrows(IllegalStateException.class, () -> new Quorums(6, 7, 3));
        assertThrows(IllegalStateException.class, () -> new Quorums(6, 4, 2));
        assertThrows(IllegalStateException.class, () -> new Quorums(6, 3, 4));
    }
}
