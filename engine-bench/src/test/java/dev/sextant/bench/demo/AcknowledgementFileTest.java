package dev.sextant.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.CommitToken;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.bench.demo.AttemptStates.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The acknowledgement file: what goes in comes out, whatever the moment of death, and damage is refused. */
class AcknowledgementFileTest {
    private static final AttemptId FIRST = AttemptId.first(0, 7);
    private static final AttemptId SECOND = FIRST.next();
    private static final CommitToken TOKEN = new CommitToken(new TransactionId(3, 4), new WriterId(2), 9, List.of(7L, 7L, 7L, 7L));
    private static final List<Note> NOTES = List.of(
            new Note.RunBegun("17"),
            new Note.AccountsOpened(),
            new Note.Loaded(List.of(0x41, 0x1f600)),
            new Note.Begun(FIRST),
            new Note.Committed(FIRST),
            new Note.Begun(SECOND),
            new Note.Indeterminate(SECOND, TOKEN),
            new Note.Begun(SECOND.next()),
            new Note.Refused(SECOND.next()));

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("acknowledged.log");
    }

    private void write(List<Note> notes) throws IOException {
        try (AcknowledgementFile file = AcknowledgementFile.append(file(), new Acknowledgements())) {
            notes.forEach(file::append);
        }
    }

    private Acknowledgements read() throws IOException {
        Acknowledgements known = new Acknowledgements();
        AcknowledgementFile.read(file(), known);
        return known;
    }

    @Test
    void notesReadAsTheyWereWritten() {
        for (Note note : NOTES) {
            assertEquals(note, Note.parse(note.toString()));
        }
    }

    @Test
    void everyKindOfNoteIsTakenIn() throws IOException {
        assertEquals(
                Arrays.asList(Note.class.getPermittedSubclasses()).stream()
                        .map(Class::getSimpleName)
                        .sorted()
                        .toList(),
                NOTES.stream()
                        .map(note -> note.getClass().getSimpleName())
                        .distinct()
                        .sorted()
                        .toList());
        write(NOTES);
        Acknowledgements known = read();
        assertEquals("17", known.java());
        assertEquals(1, known.runs());
        assertTrue(known.accountsOpened());
        assertEquals("{65, 128512}", known.loaded().toString());
        assertEquals(State.COMMITTED, known.transfers().get(FIRST));
        assertEquals(State.INDETERMINATE, known.transfers().get(SECOND));
        assertEquals(TOKEN, known.tokens().get(SECOND.toLong()));
        assertEquals(State.REFUSED, known.transfers().get(SECOND.next()));
        assertEquals(3, known.commits());
    }

    @Test
    void aDeathInTheMiddleOfAnyWriteLosesThatLineOnly() throws IOException {
        write(NOTES);
        byte[] whole = Files.readAllBytes(file());
        for (int cut = 0; cut <= whole.length; cut++) {
            byte[] left = Arrays.copyOf(whole, cut);
            Files.write(file(), left);
            long lines = new String(left, StandardCharsets.UTF_8)
                    .chars()
                    .filter(each -> each == '\n')
                    .count();
            List<Note> expected = new ArrayList<>(NOTES.subList(0, (int) lines));
            assertEquals(lengthOf(expected), AcknowledgementFile.read(file(), new Acknowledgements()));

            Note next = lines == 0 ? NOTES.get(0) : new Note.AccountsOpened();
            write(List.of(next));
            expected.add(next);
            assertEquals(lengthOf(expected), AcknowledgementFile.read(file(), new Acknowledgements()));
            assertEquals(lengthOf(expected), Files.size(file()));
        }
    }

    private static long lengthOf(List<Note> notes) {
        return notes.stream().mapToLong(note -> note.toString().length() + 10).sum();
    }

    @Test
    void anyChangedByteIsRefused() throws IOException {
        write(NOTES);
        byte[] whole = Files.readAllBytes(file());
        for (int at = 0; at < whole.length - 1; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file(), changed);
            assertThrows(DemoException.class, this::read, "a change at " + at);
        }
    }

    @Test
    void whatContradictsItselfIsRefused() throws IOException {
        write(List.of(new Note.Begun(FIRST), new Note.Committed(FIRST), new Note.Refused(FIRST)));
        DemoException e = assertThrows(DemoException.class, this::read);
        assertTrue(e.getMessage().contains("Line 3"), e.getMessage());
        assertTrue(e.getMessage().contains("was COMMITTED and cannot become REFUSED"), e.getMessage());
    }

    @Test
    void anAttemptThatWasNeverBegunCannotEnd() throws IOException {
        write(List.of(new Note.Committed(FIRST)));
        assertThrows(DemoException.class, this::read);
    }

    @Test
    void oneFolderIsForOneReleaseOfJava() throws IOException {
        write(List.of(new Note.RunBegun("17"), new Note.RunBegun("25")));
        assertThrows(DemoException.class, this::read);
        Acknowledgements known = new Acknowledgements();
        known.add(new Note.RunBegun("9"));
        DemoException e = assertThrows(DemoException.class, () -> Verification.checkJava(known));
        assertTrue(e.getMessage().contains("Use Java 9"), e.getMessage());
    }
}
