package dev.sextant.bench.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check finds what is wrong. */
class OutcomeTest {
    private static final long BALANCE = Bank.ACCOUNTS * Bank.INITIAL_BALANCE;

    @TempDir
    Path folder;

    private Fleet fleet;

    @BeforeEach
    void makeFleet() throws IOException {
        fleet = new Fleet(folder, 3);
        try (Notes notes = new Notes(fleet.notes(0))) {
            for (long attempt : List.of(1L, 2L, 3L, 4L)) {
                notes.add(Notes.Kind.BEGUN, attempt);
            }
            notes.add(Notes.Kind.COMMITTED, 1);
            notes.add(Notes.Kind.REFUSED, 2);
            notes.add(Notes.Kind.UNKNOWN, 3);
            notes.add(Notes.Kind.COMMITTED, 3);
        }
    }

    @AfterEach
    void closeFleet() throws IOException {
        fleet.close();
    }

    private Outcome of(long balance, long... attempts) throws IOException {
        Path read = folder.resolve("read");
        String lines = LongStream.of(attempts).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
        Files.writeString(read, balance + "\n" + lines + "\n");
        return Outcome.of(fleet, read);
    }

    @Test
    void whatWasToldAndIsThereIsRightAndWhatNobodyWasToldMayBe() throws IOException {
        assertEquals(new Outcome(2, 0, 0, 0, 1, true), of(BALANCE, 1, 3));
        assertTrue(of(BALANCE, 1, 3, 4).isRight());
    }

    @Test
    void whatIsLostOrShouldNotBeThereIsCounted() throws IOException {
        assertEquals(1, of(BALANCE, 3).lost());
        assertEquals(1, of(BALANCE, 1, 2, 3).phantom());
        assertEquals(1, of(BALANCE, 1, 3, 9).phantom());
        assertFalse(of(BALANCE - 1, 1, 3).isRight());
        assertFalse(of(BALANCE, 3).isRight());
    }

    @Test
    void whatStaysUnknownIsCounted() throws IOException {
        try (Notes notes = new Notes(fleet.notes(1))) {
            notes.add(Notes.Kind.BEGUN, 7);
            notes.add(Notes.Kind.UNKNOWN, 7);
        }
        Files.writeString(fleet.notes(2), "COMMITTED 8 1");
        Outcome outcome = of(BALANCE, 1, 3);
        assertEquals(1, outcome.unknown());
        assertEquals(0, outcome.lost(), "a line that was cut short says nothing");
        assertFalse(outcome.isRight());
    }
}
