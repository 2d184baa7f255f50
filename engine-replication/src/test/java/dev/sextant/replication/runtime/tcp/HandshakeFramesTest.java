package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** The contents of the handshake's frames. */
class HandshakeFramesTest {
    private static final String LONGEST = "n".repeat(ProcessName.LENGTH_MOST);

    @Test
    void aGreetingComesOutAsItWentIn() {
        for (String name : new String[] {"a", "node-1.zone-b:7000", LONGEST}) {
            Greeting greeting = new Greeting(Greeting.VERSION, -5, name, new byte[] {1, 2, 3});
            Greeting read = Greeting.decoded(greeting.encoded());
            assertEquals(name, read.name());
            assertEquals(-5, read.incarnation());
            assertEquals(Greeting.VERSION, read.version());
            assertArrayEquals(new byte[] {1, 2, 3}, read.hello());
        }
    }

    @Test
    void aGreetingTakesNoMoreThanIsAllowedForIt() {
        int length = new Greeting(Greeting.VERSION, 1, LONGEST, new byte[100]).encoded().length;
        assertEquals(100 + Greeting.OVERHEAD_BYTES_MOST, length);
    }

    @Test
    void ofAGreetingInAnotherVersionOnlyTheVersionIsRead() {
        Greeting read = Greeting.decoded(new Greeting(9, 7, "node", new byte[] {1}).encoded());
        assertEquals(9, read.version());
        assertEquals("", read.name());
    }

    @Test
    void aGreetingThatIsCutShortIsRefused() {
        byte[] whole = new Greeting(Greeting.VERSION, 1, "node", new byte[0]).encoded();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(BadFrameException.class, () -> Greeting.decoded(cut), "of " + length + " bytes");
        }
    }

    @Test
    void aNameThatWouldForgeALogIsRefused() {
        for (String name : new String[] {"", "two words", "line\nbreak", "caf\u00e9", "bell\u0007"}) {
            byte[] content = new Greeting(Greeting.VERSION, 1, "-".repeat(name.length()), new byte[0]).encoded();
            byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(bytes, 0, content, content.length - bytes.length, bytes.length);
            assertThrows(BadFrameException.class, () -> Greeting.decoded(content), name);
        }
    }

    @Test
    void anAcceptanceComesOutAsItWentInAndHasOneLength() {
        assertEquals(-7, Acceptance.decoded(new Acceptance(-7).encoded()).session());
        assertThrows(BadFrameException.class, () -> Acceptance.decoded(new byte[7]));
        assertThrows(BadFrameException.class, () -> Acceptance.decoded(new byte[9]));
    }

    @Test
    void aRefusalComesOutAsItWentIn() {
        Refusal refusal = new Refusal(false, "another volume: Küche 7");
        assertEquals(refusal, Refusal.decoded(refusal.encoded()));
        assertEquals(Refusal.SURPLUS, Refusal.decoded(Refusal.SURPLUS.encoded()));
        assertThrows(BadFrameException.class, () -> Refusal.decoded(new byte[0]));
        assertThrows(BadFrameException.class, () -> Refusal.decoded(new byte[] {2}));
    }

    @Test
    void whatDoesNotShowOnALineIsReplacedWhenWrittenAndWhenRead() {
        assertEquals("a?b?c?d?", new Refusal(false, "a\nb\u2028c\u202ed\ud800").reason());
        byte[] forged = "\u0000a\r\nERROR forged".getBytes(StandardCharsets.UTF_8);
        assertEquals("a??ERROR forged", Refusal.decoded(forged).reason());
    }

    @Property
    void aReasonIsCutBetweenCharactersAndNeverTooLong(@ForAll @StringLength(max = 2_000) String text) {
        String reason = new Refusal(false, text).reason();
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        assertTrue(bytes.length <= Refusal.REASON_BYTES_MOST);
        assertEquals(reason, new String(bytes, StandardCharsets.UTF_8));
        assertEquals(reason, new Refusal(false, reason).reason());
    }
}
