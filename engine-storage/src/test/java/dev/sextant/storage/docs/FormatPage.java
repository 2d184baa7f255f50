package dev.sextant.storage.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page docs/format.md, whose examples tests make and compare with what it shows. */
public final class FormatPage {
    private FormatPage() {}

    private static String text() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path page = folder.resolve("docs").resolve("format.md");
            if (Files.isRegularFile(page)) {
                try {
                    return Files.readString(page);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        throw new IllegalStateException("run this inside the project: no folder above has docs/format.md");
    }

    /** Holds that the example of that name is these lines. */
    public static void assertShows(String example, String expected) {
        Matcher block = Pattern.compile(
                        "<!-- example: " + Pattern.quote(example) + " -->\n```\n(.*?)```", Pattern.DOTALL)
                .matcher(text());
        assertTrue(block.find(), () -> "docs/format.md has no example " + example + "; it should be\n" + expected);
        assertEquals(expected, block.group(1), () -> "the example " + example + " in docs/format.md");
    }

    /** Bytes shown field by field. */
    public static final class Dump {
        private final byte[] bytes;
        private final StringBuilder lines = new StringBuilder();
        private int at;

        public Dump(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        /** The next so many bytes are this. */
        public Dump field(int length, String what) {
            byte[] part = Arrays.copyOfRange(bytes, at, at + length);
            lines.append(String.format(
                            "%4d  %-48s  %s%n", at, HexFormat.ofDelimiter(" ").formatHex(part), what)
                    .replace(System.lineSeparator(), "\n"));
            at += length;
            return this;
        }

        /** The lines; every byte must have been told. */
        public String shown() {
            assertEquals(bytes.length, at, () -> "bytes told\n" + lines);
            return lines.toString();
        }
    }
}
