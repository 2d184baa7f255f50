package dev.sextant.bench.demo;

import dev.sextant.api.CommitToken;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** One line of the acknowledgement file: something the demonstration was told. */
sealed interface Note {
    /**
     * A run begins.
     *
     * @param java whose names are loaded: releases of Java know different ones
     */
    record RunBegun(String java) implements Note {
        @Override
        public String toString() {
            return "run java-" + java;
        }
    }

    /** The accounts with their first balances, and the counters, are acknowledged. */
    record AccountsOpened() implements Note {
        @Override
        public String toString() {
            return "accounts";
        }
    }

    /** The names of these code points are acknowledged. */
    record Loaded(List<Integer> codePoints) implements Note {
        public Loaded {
            codePoints = List.copyOf(codePoints);
        }

        @Override
        public String toString() {
            return codePoints.stream().map(Integer::toHexString).collect(Collectors.joining(" ", "loaded ", ""));
        }
    }

    /** An attempt is about to be made. */
    record Begun(AttemptId attempt) implements Note {
        @Override
        public String toString() {
            return "begun " + attempt.toLong();
        }
    }

    /** An attempt is acknowledged. */
    record Committed(AttemptId attempt) implements Note {
        @Override
        public String toString() {
            return "committed " + attempt.toLong();
        }
    }

    /** Nothing of an attempt happened, nor ever will. */
    record Refused(AttemptId attempt) implements Note {
        @Override
        public String toString() {
            return "refused " + attempt.toLong();
        }
    }

    /** It is not known what became of an attempt; the token is to ask with. */
    record Indeterminate(AttemptId attempt, CommitToken token) implements Note {
        @Override
        public String toString() {
            return "indeterminate " + attempt.toLong() + " " + token;
        }
    }

    /**
     * The note with this text, as {@code toString} gives it.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Note parse(String text) {
        String[] words = text.split(" ", -1);
        return switch (words[0]) {
            case "run" -> new RunBegun(word(words, 1, 2).substring("java-".length()));
            case "accounts" -> new AccountsOpened();
            case "loaded" ->
                new Loaded(Arrays.stream(words, 1, words.length)
                        .map(each -> Integer.parseInt(each, 16))
                        .toList());
            case "begun" -> new Begun(attempt(words, 2));
            case "committed" -> new Committed(attempt(words, 2));
            case "refused" -> new Refused(attempt(words, 2));
            case "indeterminate" -> new Indeterminate(attempt(words, 3), CommitToken.parse(word(words, 2, 3)));
            default -> throw new IllegalArgumentException("not a note: " + text);
        };
    }

    private static AttemptId attempt(String[] words, int expected) {
        return AttemptId.of(Long.parseLong(word(words, 1, expected)));
    }

    private static String word(String[] words, int index, int expected) {
        if (words.length != expected) {
            throw new IllegalArgumentException("not a note: " + String.join(" ", words));
        }
        return words[index];
    }

    /** The note that some of these code points are acknowledged. */
    static Loaded loaded(BitSet codePoints) {
        return new Loaded(codePoints.stream().boxed().toList());
    }
}
