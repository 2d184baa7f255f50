package dev.sextant.replication.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the parts that a frame is made of before Protobuf makes an object of each. A part may be as short as two bytes, so that a
 * frame of nothing but such parts would take more than a hundred times its size in memory. No node sends anything like that: on the
 * average the parts of a long frame are longer.
 *
 * <p>It goes no deeper than the schema, which has no part that contains its like. For one scan only.
 */
final class PartScan {
    private final CodedInputStream input;
    private final int allowed;
    private int parts;

    private PartScan(byte[] frame) {
        input = CodedInputStream.newInstance(frame);
        allowed = WireLimits.MAX_PARTS_ANYWAY + frame.length / WireLimits.MIN_PART_BYTES;
    }

    /** The parts of each part, by the number of the field. */
    record Shape(Map<Integer, Shape> parts) {
        static Shape of(Descriptor type) {
            return of(type, new HashMap<>());
        }

        private static Shape of(Descriptor type, Map<String, Shape> known) {
            @Nullable Shape before = known.get(type.getFullName());
            if (before != null) {
                return before;
            }
            Map<Integer, Shape> parts = new HashMap<>();
            for (FieldDescriptor field : type.getFields()) {
                if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                    parts.put(field.getNumber(), of(field.getMessageType(), known));
                }
            }
            Shape shape = new Shape(Map.copyOf(parts));
            known.put(type.getFullName(), shape);
            return shape;
        }
    }

    /**
     * Checks a frame that is long enough to be worth it.
     *
     * @throws IllegalArgumentException if it has too many parts
     * @throws IOException if it is malformed
     */
    static void check(byte[] frame, Shape shape) throws IOException {
        PartScan scan = new PartScan(frame);
        // each part takes two bytes
        if (frame.length / 2 > scan.allowed) {
            scan.count(shape);
        }
    }

    private void count(Shape shape) throws IOException {
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            @Nullable Shape part = shape.parts().get(WireFormat.getTagFieldNumber(tag));
            if (part == null || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                input.skipField(tag);
                continue;
            }
            parts++;
            if (parts > allowed) {
                throw new IllegalArgumentException("it is made of more than " + allowed + " parts");
            }
            int outer = input.pushLimit(input.readRawVarint32());
            count(part);
            input.popLimit(outer);
        }
    }
}
