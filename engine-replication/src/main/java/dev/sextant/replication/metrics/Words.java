package dev.sextant.replication.metrics;

import java.util.Locale;

/** Values of tags. */
final class Words {
    private Words() {}

    /** A constant as a word in small letters. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
