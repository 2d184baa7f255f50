package dev.sextant.replication.wire;

import dev.sextant.api.ReadPoint;
import dev.sextant.conflict.check.KeyRange;
import dev.sextant.conflict.check.ReadSet;
import dev.sextant.conflict.check.WriteSet;
import dev.sextant.conflict.version.PageWrite;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** All that is in a record, as text: two records are the same if their texts are, arrays in them too. */
final class Contents {
    /** Types whose own text says everything. */
    private static final Set<Class<?>> TELL_ALL =
            Set.of(Integer.class, Long.class, Boolean.class, String.class, UUID.class, ReadPoint.class);

    private Contents() {}

    static String of(Object value) {
        if (value instanceof Record record) {
            return RecordShape.of(record.getClass()).parts().stream()
                    .map(part -> part.name() + "=" + of(part.in(record)))
                    .collect(Collectors.joining(", ", record.getClass().getSimpleName() + "(", ")"));
        } else if (value instanceof WriteSet writes) {
            return writes.rows().entrySet().stream()
                    .map(row -> of(row.getKey().table()) + " " + of(row.getKey().key()) + " = " + of(row.getValue()))
                    .collect(Collectors.joining(", ", "WriteSet(", ")"));
        } else if (value instanceof ReadSet reads) {
            return reads.points().entrySet().stream()
                    .map(row -> of(row.getKey().table()) + " " + of(row.getKey().key()) + " = " + of(row.getValue()))
                    .collect(Collectors.joining(", ", "ReadSet(", ", " + of(List.copyOf(reads.ranges())) + ")"));
        } else if (value instanceof KeyRange range) {
            return "KeyRange(" + of(range.from()) + ", " + of(range.to()) + ")";
        } else if (value instanceof List<?> list) {
            return list.stream().map(Contents::of).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().formatHex(bytes);
        } else if (value instanceof long[] numbers) {
            return Arrays.toString(numbers);
        } else if (value instanceof PageWrite write) {
            return "PageWrite(" + of(write.page()) + ", " + of(write.base()) + ", " + of(write.delta()) + ")";
        } else if (value == null || value instanceof Enum<?> || TELL_ALL.contains(value.getClass())) {
            return String.valueOf(value);
        }
        throw new AssertionError("do not know what is in a " + value.getClass());
    }
}
