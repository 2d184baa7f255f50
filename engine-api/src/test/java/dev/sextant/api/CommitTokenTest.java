package dev.sextant.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token's text form brings it back. */
class CommitTokenTest {
    @Property
    void itsTextBringsItBack(
            @ForAll long high,
            @ForAll long low,
            @ForAll @IntRange(max = 3) int slot,
            @ForAll @LongRange(min = 1) long incarnation,
            @ForAll @Size(WriterId.MAX_COUNT) List<@LongRange(min = 0) Long> afterSeqs) {
        CommitToken token = new CommitToken(new TransactionId(high, low), new WriterId(slot), incarnation, afterSeqs);
        assertEquals(token, CommitToken.parse(token.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--",
                "00000000000000000000000000000001-1",
                "00000000000000000000000000000001-1-1",
                "00000000000000000000000000000001-4-1-1.1.1.1",
                "00000000000000000000000000000001-1-1-1",
                "00000000000000000000000000000001-1-1-1.1.1",
                "00000000000000000000000000000001-1-1-1.1.1.1.1",
                "00000000000000000000000000000001-1-0-1.1.1.1",
                "00000000000000000000000000000001-1-1--1.1.1.1",
                "00000000000000000000000000000001-1-1-1-1.1.1.1",
                "0000000000000000000000000000001-1-1-1.1.1.1",
                "g0000000000000000000000000000001-1-1-1.1.1.1",
                "00000000000000000000000000000001-one-1-1.1.1.1",
                "00000000000000000000000000000001-1-1-1.1.1.one"
            })
    void refusesOtherText(String text) {
        assertEquals(
                "not a commit token: " + text,
                assertThrows(IllegalArgumentException.class, () -> CommitToken.parse(text))
                        .getMessage());
    }
}
