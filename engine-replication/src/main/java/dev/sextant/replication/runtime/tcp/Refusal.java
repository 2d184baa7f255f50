package dev.sextant.replication.runtime.tcp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The content of a REFUSED frame. On the wire: a code (1 byte), the reason in UTF-8.
 *
 * @param surplus whether it is only that the two sides have another connection, which is nobody's fault
 * @param reason for people; short, and all of it can be printed on a line
 */
record Refusal(boolean surplus, String reason) {
    /** A longer reason is cut. */
    static final int REASON_BYTES_MOST = 512;

    static final Refusal SURPLUS = new Refusal(true, "");

    private static final byte CODE_REFUSED = 0;
    private static final byte CODE_SURPLUS = 1;

    Refusal {
        reason = Printable.of(reason, REASON_BYTES_MOST);
    }

    byte[] encoded() {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] content = new byte[1 + text.length];
        content[0] = surplus ? CODE_SURPLUS : CODE_REFUSED;
        System.arraycopy(text, 0, content, 1, text.length);
        return content;
    }

    static Refusal decoded(byte[] content) {
        if (content.length == 0 || content[0] < CODE_REFUSED || content[0] > CODE_SURPLUS) {
            throw new BadFrameException(FrameProblem.MALFORMED, "a refusal that is none of Sextant's");
        }
        return new Refusal(
                content[0] == CODE_SURPLUS,
                new String(Arrays.copyOfRange(content, 1, content.length), StandardCharsets.UTF_8));
    }
}
