package dev.sextant.replication.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.SplittableRandom;

/** Messages of any schema, with whatever the schema allows in them. */
final class RandomProtobuf {
    private RandomProtobuf() {}

    static DynamicMessage of(Descriptor type, SplittableRandom random) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        type.getFields().stream()
                .filter(field -> field.getContainingOneof() == null && random.nextInt(8) > 0)
                .forEach(field -> fill(message, field, random));
        type.getRealOneofs().forEach(oneof -> {
            fill(message, oneof.getField(random.nextInt(oneof.getFieldCount())), random);
        });
        return message.build();
    }

    private static void fill(DynamicMessage.Builder message, FieldDescriptor field, SplittableRandom random) {
        if (!field.isRepeated()) {
            message.setField(field, value(field, random));
            return;
        }
        // one for each writer slot rather often, where that is what is wanted
        boolean aSlotEach = field.getName().equals("slots") || field.getJavaType() == FieldDescriptor.JavaType.LONG;
        for (int i = aSlotEach && random.nextInt(4) > 0 ? 4 : random.nextInt(4); i > 0; i--) {
            message.addRepeatedField(field, value(field, random));
        }
    }

    private static Object value(FieldDescriptor field, SplittableRandom random) {
        return switch (field.getJavaType()) {
            case INT -> (int) number(random);
            case LONG -> number(random);
            case BOOLEAN -> random.nextBoolean();
            case STRING -> "x".repeat(random.nextInt(300));
            case BYTE_STRING -> ByteString.copyFrom(new byte[random.nextInt(10)]);
            case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown((int) number(random));
            case MESSAGE -> of(field.getMessageType(), random);
            case FLOAT, DOUBLE -> throw new AssertionError("there are no fractions on this wire: " + field);
        };
    }

    /** Small ones mostly, so that not everything is out of range. */
    private static long number(SplittableRandom random) {
        return switch (random.nextInt(24)) {
            case 0 -> -1;
            case 1 -> Long.MIN_VALUE;
            case 2 -> Long.MAX_VALUE;
            case 3 -> random.nextLong();
            case 4 -> random.nextInt(10_000);
            default -> random.nextInt(4);
        };
    }
}
