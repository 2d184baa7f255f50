package dev.sextant.api;

import dev.sextant.api.spi.Check;
import java.util.Objects;

/**
 * What one needs to ask how a commit ended: {@link Session#outcome}. Its text form ({@link #toString}, {@link #parse}) can be
 * kept, so that the question outlives the process.
 *
 * @param transaction whose commit it is
 * @param writer the writer that took it
 * @param incarnation the incarnation of that writer
 * @param afterSeq what the writer had decided when it was asked to commit; the transaction lies behind it
 */
public record CommitToken(TransactionId transaction, WriterId writer, long incarnation, long afterSeq) {
    private static final int ID_DIGITS = 32;
    private static final int PARTS = 4;

    public CommitToken {
        Objects.requireNonNull(transaction, "transaction");
        Objects.requireNonNull(writer, "writer");
        Check.argument(incarnation > 0, "incarnations start at 1");
        Check.argument(afterSeq >= 0, "seqs start at 1");
    }

    /**
     * The token with this text form.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static CommitToken parse(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length != PARTS || parts[0].length() != ID_DIGITS) {
            throw new IllegalArgumentException("not a commit token: " + text);
        }
        try {
            long high = Long.parseUnsignedLong(parts[0].substring(0, ID_DIGITS / 2), 16);
            long low = Long.parseUnsignedLong(parts[0].substring(ID_DIGITS / 2), 16);
            WriterId writer = new WriterId(Integer.parseInt(parts[1]));
            return new CommitToken(
                    new TransactionId(high, low), writer, Long.parseLong(parts[2]), Long.parseLong(parts[3]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a commit token: " + text, e);
        }
    }

    /** The transaction's id, the writer's slot and its incarnation, and the seq, with hyphens between them. */
    @Override
    public String toString() {
        return transaction + "-" + writer.slot() + "-" + incarnation + "-" + afterSeq;
    }
}
