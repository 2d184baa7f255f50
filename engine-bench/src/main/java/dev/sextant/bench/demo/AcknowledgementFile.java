package dev.sextant.bench.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * The demonstration's own memory of what it was told: an append-only text file, a {@link Note} and its checksum a line.
 *
 * <p><b>Durability:</b> a line is handed to the operating system by one unbuffered write before anything is done about what it
 * says, so it survives the death of this process, {@code kill -9} included. It is not forced to the disk: the loss of the whole
 * machine may take the last lines, which only makes the check ask for less.
 *
 * <p><b>Reading:</b> a death in the middle of a write leaves the beginning of a line, without its end; that is left out, and cut
 * off before more is appended. A whole line whose checksum is wrong means that somebody damaged the file, and is refused.
 *
 * <p><b>Thread safety:</b> any thread may append at any time.
 */
final class AcknowledgementFile implements AutoCloseable {
    private static final int CHECKSUM_DIGITS = 8;

    private final FileOutputStream file;

    private AcknowledgementFile(FileOutputStream file) {
        this.file = file;
    }

    /** Goes on with a file, which is created if it is absent. All of its notes are in {@code known} when this returns. */
    static AcknowledgementFile append(Path path, Acknowledgements known) throws IOException {
        if (Files.exists(path)) {
            long wholeBytes = read(path, known);
            try (RandomAccessFile torn = new RandomAccessFile(path.toFile(), "rw")) {
                torn.setLength(wholeBytes);
            }
        }
        return new AcknowledgementFile(new FileOutputStream(path.toFile(), true));
    }

    /** Adds all notes of a file to {@code known}. Returns how many bytes its whole lines take. */
    static long read(Path path, Acknowledgements known) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            long wholeBytes = 0;
            long lines = 0;
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                lines++;
                String text = line.toString(StandardCharsets.UTF_8);
                if (!isWhole(text)) {
                    throw damaged(path, lines);
                }
                add(path, lines, text, known);
                wholeBytes += line.size() + 1L;
                line.reset();
            }
            return wholeBytes;
        }
    }

    private static void add(Path path, long line, String text, Acknowledgements known) {
        try {
            known.add(Note.parse(text.substring(0, text.length() - CHECKSUM_DIGITS - 1)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new DemoException(
                    "Line " + line + " of " + path + " makes no sense: " + e.getMessage()
                            + ". The volume beside it was not touched. Use the file as the demonstration wrote it.",
                    e);
        }
    }

    private static DemoException damaged(Path path, long line) {
        return new DemoException("Line " + line + " of " + path + " is damaged. The volume beside it was not touched."
                + " Use the file as the demonstration wrote it.");
    }

    private static boolean isWhole(String text) {
        int split = text.length() - CHECKSUM_DIGITS - 1;
        return split > 0
                && text.charAt(split) == ' '
                && text.substring(split + 1).equals(checksum(text.substring(0, split)));
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%0" + CHECKSUM_DIGITS + "x", crc.getValue());
    }

    /** Writes a note down; it outlives this process from then on. */
    void append(Note note) {
        String text = note.toString();
        byte[] line = (text + " " + checksum(text) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (file) {
                file.write(line);
            }
        } catch (IOException e) {
            throw new DemoException(
                    "The acknowledgement file cannot be written (" + e.getMessage()
                            + "). The volume is unharmed. Make room on the disk and run again.",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
