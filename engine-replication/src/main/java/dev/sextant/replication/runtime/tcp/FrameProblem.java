package dev.sextant.replication.runtime.tcp;

/** What can be wrong with a frame. Each closes its connection. */
public enum FrameProblem {
    /** Kind and content do not have the checksum that came with them. */
    WRONG_CHECKSUM("its checksum is wrong"),
    /** There is no such kind of frame. */
    UNKNOWN_KIND("there is no such kind of frame"),
    /** It says it is longer than is allowed at this moment. */
    TOO_LONG("it is longer than is allowed"),
    /** A frame of this kind has no place at this moment. */
    OUT_OF_ORDER("it came out of order"),
    /** Its content is not what this kind of frame has. */
    MALFORMED("its content cannot be read");

    private final String text;

    FrameProblem(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
