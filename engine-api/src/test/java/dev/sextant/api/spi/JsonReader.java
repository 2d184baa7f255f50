package dev.sextant.api.spi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON as RFC 8259 says and no more: what a strict consumer would refuse, this refuses. */
public final class JsonReader {
    private static final String PUNCTUATION = "{}[]:,";

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** Maps in the order of the text, lists, texts, numbers as {@link Long} or {@link BigDecimal}, truth values, null. */
    public static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.blanks();
        if (reader.at != text.length()) {
            throw reader.wrong("more follows");
        }
        return value;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("not JSON at " + at + ": " + what + ": " + text);
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char next() {
        if (at == text.length()) {
            throw wrong("it ends early");
        }
        return text.charAt(at++);
    }

    private boolean follows(char expected) {
        blanks();
        boolean follows = at < text.length() && text.charAt(at) == expected;
        at += follows ? 1 : 0;
        return follows;
    }

    private void require(char expected) {
        if (!follows(expected)) {
            throw wrong("no " + expected);
        }
    }

    private Object value() {
        if (follows('{')) {
            return map();
        }
        if (follows('[')) {
            return list();
        }
        if (follows('"')) {
            return text();
        }
        int from = at;
        while (at < text.length() && (PUNCTUATION + " \t\r\n").indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return word(text.substring(from, at));
    }

    private Object word(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> number(word);
        };
    }

    private Object number(String word) {
        if (word.matches("-?(0|[1-9][0-9]*)")) {
            return Long.valueOf(word);
        }
        if (word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            return new BigDecimal(word);
        }
        throw wrong("no value is " + word);
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        if (follows('}')) {
            return map;
        }
        do {
            require('"');
            String name = text();
            require(':');
            if (map.containsKey(name)) {
                throw wrong(name + " is there twice");
            }
            map.put(name, value());
        } while (follows(','));
        require('}');
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        if (follows(']')) {
            return list;
        }
        do {
            list.add(value());
        } while (follows(','));
        require(']');
        return list;
    }

    private String text() {
        StringBuilder read = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw wrong("a control character in a text");
            }
            read.append(c == '\\' ? escaped() : c);
        }
        return read.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal("" + next() + next() + next() + next());
            default -> throw wrong("nothing is escaped as " + c);
        };
    }

    private char hexadecimal(String digits) {
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw wrong("no character is " + digits);
        }
        return (char) Integer.parseInt(digits, 16);
    }
}
