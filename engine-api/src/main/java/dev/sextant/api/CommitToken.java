package dev.sextant.api;

import dev.sextant.api.spi.Check;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one needs to ask how a commit ended: {@link Session#outcome}. Its text form ({@link #toString}, {@link #parse}) can be
 * kept, so that the question outlives the process.
 *
 * @param transaction whose commit it is
 * @param writer the writer that took it
 * @param incarnation the incarnation of that writer
 * @param afterSeqs up to which seq of each slot the writer had decided when it was asked to commit; the transaction lies behind, in its own
 *     slot or in that of a writer that it was handed over to
 */
public record CommitToken(TransactionId transaction, WriterId writer, long incarnation, List<Long> afterSeqs) {
    private static final int ID_DIGITS = 32;
    private static final int PARTS = 4;

    public CommitToken {
        Objects.requireNonNull(transaction, "transaction");
        Objects.requireNonNull(writer, "writer");
        Check.argument(incarnation > 0, "incarnations start at 1");
        afterSeqs = List.copyOf(afterSeqs);
        Check.argument(afterSeqs.size() == WriterId.MAX_COUNT, "there is a seq for each slot");
        Check.argument(afterSeqs.stream().allMatch(seq -> seq >= 0), "seqs start at 1");
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
            List<Long> afterSeqs =
                    Arrays.stream(parts[3].split("\\.", -1)).map(Long::valueOf).toList();
            return new CommitToken(new TransactionId(high, low), writer, Long.parseLong(parts[2]), afterSeqs);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a commit token: " + text, e);
        }
    }

    /**
     * What a transaction lies behind that is about to be handed to a writer.
     *
     * @param applied what the writer has applied
     */
    public static List<Long> after(ReadPoint applied) {
        return IntStream.range(0, WriterId.MAX_COUNT)
                .mapToObj(slot -> applied.upTo(new WriterId(slot)))
                .toList();
    }

    /** The seq of a slot that the transaction lies behind. */
    public long afterSeq(WriterId slot) {
        return afterSeqs.get(slot.slot());
    }

    /** The transaction's id, the writer's slot and its incarnation, and the seqs with dots, with hyphens between them. */
    @Override
    public String toString() {
        return transaction + "-" + writer.slot() + "-" + incarnation + "-"
                + afterSeqs.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
