package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is tried again and again is logged once, and strangers cannot fill the log. */
class OnceLogTest {
    private long nowNanos;
    private final OnceLog log = new OnceLog(() -> nowNanos);

    @Test
    void eachReasonIsNewsOnceAboutEachPeer() {
        assertTrue(log.isNews("a", "x"));
        assertFalse(log.isNews("a", "x"));
        assertTrue(log.isNews("a", "y"));
        assertTrue(log.isNews("b", "x"));
        assertFalse(log.isNews("a", "y"));
    }

    @Test
    void whatIsForgottenIsNewsAgain() {
        assertTrue(log.isNews("a", "x"));
        assertTrue(log.isNews("b", "x"));
        log.forget("a");
        assertTrue(log.isNews("a", "x"));
        assertFalse(log.isNews("b", "x"));
    }

    @Test
    void whatGoesOnIsNotNewsHoweverLongAndWhatCeasedIs() {
        assertTrue(log.isNews("a", "x"));
        for (int i = 0; i < 10; i++) {
            nowNanos += OnceLog.FORGOTTEN_AFTER_NANOS;
            assertFalse(log.isNews("a", "x"));
        }
        nowNanos += OnceLog.FORGOTTEN_AFTER_NANOS + 1;
        assertTrue(log.isNews("a", "x"));
    }

    @Test
    void thereAreOnlySoManyLinesInAMinute() {
        assertEquals(OnceLog.LINES_A_MINUTE_MOST, newsAmong("first", 1_000));
        nowNanos += TimeUnit.SECONDS.toNanos(61);
        assertEquals(OnceLog.LINES_A_MINUTE_MOST, newsAmong("second", 1_000));
    }

    private long newsAmong(String reason, int strangers) {
        long news = 0;
        for (int i = 0; i < strangers; i++) {
            news += log.isNews("stranger " + i, reason) ? 1 : 0;
        }
        return news;
    }

    @Test
    void whatFoundNoRoomIsNewsLater() {
        newsAmong("first", OnceLog.LINES_A_MINUTE_MOST);
        assertFalse(log.isNews("a", "x"));
        nowNanos += TimeUnit.SECONDS.toNanos(61);
        assertTrue(log.isNews("a", "x"));
    }

    @Test
    void onlySoManyAreRemembered() {
        for (int i = 0; i < 2 * OnceLog.REMEMBERED_MOST; i++) {
            nowNanos += TimeUnit.SECONDS.toNanos(2);
            assertTrue(log.isNews("stranger " + i, "x"));
        }
        assertEquals(OnceLog.REMEMBERED_MOST, log.remembered());
    }
}
