package dev.sextant.api;

/** A codec failed on a key or a value; the cause is what it threw. */
public final class CodecException extends SextantException {
    private static final long serialVersionUID = 1L;

    /** Which half of a row. */
    public enum Part {
        /** The key. */
        KEY("key"),
        /** The value. */
        VALUE("value");

        private final String word;

        Part(String word) {
            this.word = word;
        }
    }

    /** In which direction. */
    public enum Step {
        /** From an object to bytes. */
        ENCODE("encode"),
        /** From bytes to an object. */
        DECODE("decode");

        private final String word;

        Step(String word) {
            this.word = word;
        }
    }

    private final String table;
    private final Part part;
    private final Step step;

    /** Names the table, the half of the row and the direction; the cause is what the codec threw. */
    public CodecException(String table, Part part, Step step, Throwable cause) {
        super(
                Remedy.CHANGE_REQUEST,
                "The codec of table '" + table + "' could not " + step.word + " a " + part.word + ": " + cause + ".",
                "The stored row and the transaction are as they were.",
                step == Step.ENCODE
                        ? "Give it a " + part.word + " that the codec can encode."
                        : "Open the table with the codecs its rows were written with.",
                cause);
        this.table = table;
        this.part = part;
        this.step = step;
    }

    /** The table of the row. */
    public String table() {
        return table;
    }

    /** Whether the key or the value. */
    public Part part() {
        return part;
    }

    /** Whether to bytes or from bytes. */
    public Step step() {
        return step;
    }
}
