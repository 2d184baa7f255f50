package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mailbox takes all of an envelope or nothing, keeps the order, and loses no wake-up. */
class MailboxTest {
    private final Mailbox<Integer> mailbox = new Mailbox<>(3);

    @Test
    void keepsTheOrderAndGivesAtMostWhatIsAskedFor() {
        assertTrue(mailbox.offerAll(List.of(1, 2)));
        assertTrue(mailbox.offer(3));

        assertEquals(List.of(1, 2), mailbox.drain(2));
        assertEquals(List.of(3), mailbox.drain(2));
        assertEquals(List.of(), mailbox.drain(2));
    }

    @Test
    void takesAllOrNothing() {
        assertTrue(mailbox.offerAll(List.of(1, 2)));
        assertFalse(mailbox.offerAll(List.of(3, 4)));
        assertEquals(2, mailbox.size());
        assertTrue(mailbox.offer(5));
        assertFalse(mailbox.offer(6));
        mailbox.put(7);

        assertEquals(List.of(1, 2, 5, 7), mailbox.drain(10));
    }

    @Test
    void doesNotSleepWhileSomethingWaits() {
        mailbox.put(1);
        // Would hang the test if it slept.
        mailbox.await(Long.MAX_VALUE);

        assertEquals(List.of(1), mailbox.drain(1));
    }

    @Test
    void losesNothingBetweenManySendersAndOneOwner() throws Exception {
        Mailbox<Integer> wide = new Mailbox<>(Integer.MAX_VALUE);
        int each = 20_000;
        List<Thread> senders = new ArrayList<>();
        for (int sender = 0; sender < 4; sender++) {
            int first = sender * each;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    wide.put(first + i);
                }
            });
            senders.add(thread);
            thread.start();
        }
        int[] last = {-1, -1, -1, -1};
        int taken = 0;
        while (taken < 4 * each) {
            List<Integer> some = wide.drain(64);
            if (some.isEmpty()) {
                wide.await(Long.MAX_VALUE);
            }
            for (int item : some) {
                int sender = item / each;
                assertTrue(item % each > last[sender], "a sender's items keep their order");
                last[sender] = item % each;
                taken++;
            }
        }
        for (Thread thread : senders) {
            thread.join();
        }
        assertEquals(0, wide.size());
    }
}
