package dev.sextant.storage.rocks;

import dev.sextant.api.SegmentId;
import dev.sextant.storage.store.ForeignDirectoryException;
import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreIdentity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The text by which a segment's directory is known, the same in the marker file and inside the database. The first line
 * is fixed for all time, so that every engine can tell every other engine's format version; the rest belongs to the version.
 */
final class SegmentMarker {
    /** More than any marker has; what is behind it is not read. */
    static final int MAX_BYTES = 4096;

    private static final Pattern FIRST_LINE = Pattern.compile("sextant-segment format ([1-9][0-9]{0,8})\n");
    private static final Pattern REST = Pattern.compile(
            "volume ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\nsegment ([0-5])\nchecksum [0-9a-f]{8}\n");
    private static final Pattern WHOLE = Pattern.compile(FIRST_LINE.pattern() + REST.pattern());

    private SegmentMarker() {}

    static byte[] encode(StoreIdentity identity) {
        String body = "sextant-segment format " + identity.formatVersion() + "\nvolume " + identity.volumeId()
                + "\nsegment " + identity.segment().index() + "\n";
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return (body + String.format("checksum %08x%n", crc.getValue()).replace(System.lineSeparator(), "\n"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Throws if the text is not a marker, is of another version or is damaged. */
    static StoreIdentity decode(String place, byte[] marker) {
        String text = new String(marker, StandardCharsets.ISO_8859_1);
        if (isDamagedAtItsBeginning(text)) {
            throw damaged(place);
        }
        Matcher firstLine = FIRST_LINE.matcher(text);
        if (!firstLine.lookingAt()) {
            throw ForeignDirectoryException.notSextant(place, "its marker file does not begin as one");
        }
        int formatVersion = Integer.parseInt(firstLine.group(1));
        StoreIdentity.verifyVersion(formatVersion, place);
        Matcher whole = WHOLE.matcher(text);
        if (whole.matches()) {
            SegmentId segment = new SegmentId(Integer.parseInt(whole.group(3)));
            StoreIdentity identity = new StoreIdentity(UUID.fromString(whole.group(2)), segment, formatVersion);
            if (Arrays.equals(encode(identity), marker)) {
                return identity;
            }
        }
        throw damaged(place);
    }

    private static StoreCorruptException damaged(String place) {
        return StoreCorruptException.store(place, "its marker does not match its checksum", null);
    }

    /** Whether it is one of this version but for its first line, which would have it taken for somebody else's. */
    private static boolean isDamagedAtItsBeginning(String text) {
        Matcher rest = REST.matcher(text);
        if (!rest.find()) {
            return ("sextant-segment format " + StoreIdentity.CURRENT_FORMAT_VERSION + "\n").startsWith(text);
        }
        SegmentId segment = new SegmentId(Integer.parseInt(rest.group(2)));
        StoreIdentity identity = StoreIdentity.of(UUID.fromString(rest.group(1)), segment);
        String whole = new String(encode(identity), StandardCharsets.US_ASCII);
        return !whole.equals(text) && whole.endsWith(text.substring(rest.start()));
    }
}
