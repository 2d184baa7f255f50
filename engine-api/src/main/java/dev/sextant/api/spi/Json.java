package dev.sextant.api.spi;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers, truth values and null as JSON (RFC 8259). */
public final class Json {
    private static final int FIRST_PRINTABLE = 0x20;

    private Json() {}

    /** The text of a value, on one line; maps keep their order. */
    public static String of(@Nullable Object value) {
        StringBuilder to = new StringBuilder();
        write(value, to);
        return to.toString();
    }

    /** What is written of something that is told as text; null stays null. */
    public static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static void write(@Nullable Object value, StringBuilder to) {
        if (value instanceof Map<?, ?> map) {
            writeMap(map, to);
        } else if (value instanceof List<?> list) {
            writeList(list, to);
        } else if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            to.append(value);
        } else if (value instanceof Double number && Double.isFinite(number)) {
            to.append(number);
        } else if (value instanceof String text) {
            writeText(text, to);
        } else {
            throw new IllegalArgumentException("JSON has no " + value.getClass() + " " + value);
        }
    }

    private static void writeMap(Map<?, ?> map, StringBuilder to) {
        to.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            writeText(String.valueOf(entry.getKey()), to);
            to.append(':');
            write(entry.getValue(), to);
            to.append(entries.hasNext() ? "," : "");
        }
        to.append('}');
    }

    private static void writeList(List<?> list, StringBuilder to) {
        to.append('[');
        for (Iterator<?> entries = list.iterator(); entries.hasNext(); ) {
            write(entries.next(), to);
            to.append(entries.hasNext() ? "," : "");
        }
        to.append(']');
    }

    private static void writeText(String text, StringBuilder to) {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
                to.append(String.format("\\u%04x", (int) c));
            } else {
                to.append(c);
            }
        }
        to.append('"');
    }
}
