package dev.sextant.replication.wire;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.sun.management.ThreadMXBean;
import dev.sextant.replication.wire.proto.WireEnvelope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds that to read a frame takes memory in proportion to its length, however it is made: every list there is, filled with as many of
 * the shortest elements as get through.
 */
class FrameMemoryTest {
    private static final int FRAME_BYTES = 1 << 18;
    private static final int MOST_BYTES_A_BYTE = 64;
    /** As long as a frame can be whose parts are all empty: half of them are allowed anyway, the others for its length. */
    private static final int SHORT_FRAME_BYTES = WireLimits.MAX_PARTS_ANYWAY * WireLimits.MIN_PART_BYTES;

    private static final long MOST_BYTES_ANYWAY = 4 << 20;
    private static final int UNUSED_FIELD = 999;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A list somewhere in an envelope: the fields that lead to it. */
    record Place(List<FieldDescriptor> path) {
        FieldDescriptor list() {
            return path.get(path.size() - 1);
        }

        @Override
        public String toString() {
            return String.join(".", path.stream().map(FieldDescriptor::getName).toList());
        }
    }

    static Stream<Place> lists() {
        List<Place> found = new ArrayList<>();
        collect(WireEnvelope.getDescriptor(), List.of(), found);
        return found.stream();
    }

    private static void collect(Descriptor type, List<FieldDescriptor> path, List<Place> found) {
        for (FieldDescriptor field : type.getFields()) {
            List<FieldDescriptor> longer = new ArrayList<>(path);
            longer.add(field);
            if (field.isRepeated()) {
                found.add(new Place(longer));
            }
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                collect(field.getMessageType(), longer, found);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("lists")
    void noFrameTakesMoreMemoryThanItIsLong(Place place) throws IOException {
        byte[] frame = filled(place, FRAME_BYTES / WireLimits.MIN_PART_BYTES, FRAME_BYTES);
        long taken = takenToRead(frame);
        assertTrue(
                taken <= (long) MOST_BYTES_A_BYTE * frame.length,
                () -> place + " of " + frame.length + " bytes took " + taken);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void noShortFrameTakesMuchMemory(Place place) throws IOException {
        byte[] frame = filled(place, SHORT_FRAME_BYTES / 2, SHORT_FRAME_BYTES);
        long taken = takenToRead(frame);
        assertTrue(taken <= MOST_BYTES_ANYWAY, () -> place + " of " + frame.length + " bytes took " + taken);
    }

    private static long takenToRead(byte[] frame) {
        // once before, so that classes are loaded
        long taken = 0;
        for (int i = 0; i < 2; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                EnvelopeCodec.decode(frame);
            } catch (WireException refused) {
                assertFalse(refused.getMessage().contains("parts"), refused::getMessage);
            }
            taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        return taken;
    }

    /** A frame of nothing but this list, and of one field that is skipped if parts must not be shorter. */
    private static byte[] filled(Place place, int count, int bytes) throws IOException {
        boolean parts = place.list().getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        byte[] elements = parts
                ? emptyParts(place.list().getNumber(), count)
                : field(place.list().getNumber(), new byte[bytes]);
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.write(elements);
        if (elements.length < bytes) {
            inner.write(field(UNUSED_FIELD, new byte[bytes - elements.length]));
        }
        byte[] frame = inner.toByteArray();
        for (int i = place.path().size() - 2; i >= 0; i--) {
            frame = field(place.path().get(i).getNumber(), frame);
        }
        return frame;
    }

    private static byte[] emptyParts(int field, int count) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] part = field(field, new byte[0]);
        for (int i = 0; i < count; i++) {
            out.write(part);
        }
        return out.toByteArray();
    }

    private static byte[] field(int number, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeByteArray(number, content);
        out.flush();
        return bytes.toByteArray();
    }
}
