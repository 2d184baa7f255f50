package dev.sextant.replication.runtime.tcp;

import java.nio.charset.StandardCharsets;

/** Text from elsewhere, made fit to be shown on a line of a log. */
final class Printable {
    private Printable() {}

    /** The text, with a question mark for all that does not show on a line by itself, cut to so many bytes of UTF-8. */
    static String of(String text, int bytesMost) {
        StringBuilder printable = new StringBuilder();
        int bytes = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            String shown = isPrintable(point) ? Character.toString(point) : "?";
            bytes += shown.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > bytesMost) {
                break;
            }
            printable.append(shown);
        }
        return printable.toString();
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
