package dev.sextant.replication.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Shows that the records of the other tests are worth something: whatever a message can hold is drawn. */
class RandomRecordsTest {
    private static final int SEEDS = 200;

    private final Set<String> expected = new TreeSet<>();
    private final Set<String> seen = new TreeSet<>();

    @Test
    void everythingAMessageCanHoldIsDrawn() {
        for (Class<?> kind : Messages.kinds()) {
            for (long seed = 0; seed < SEEDS; seed++) {
                look((Record) RandomRecords.seeded(seed).draw(kind));
            }
        }
        assertTrue(expected.size() > 100, () -> "few things to see: " + expected);
        expected.removeAll(seen);
        assertEquals(Set.of(), expected, "never drawn");
    }

    private void look(Record record) {
        for (RecordShape.Part part : RecordShape.of(record.getClass()).parts()) {
            String name = record.getClass().getSimpleName() + "." + part.name();
            Object value = part.in(record);
            expect(part, name);
            if (value instanceof List<?> list) {
                seen.add(name + (list.isEmpty() ? " empty" : " filled"));
                list.forEach(element -> look(name, element));
            } else {
                seen.add(name + (value == null ? " null" : " present"));
                look(name, value);
            }
        }
    }

    private void look(String name, Object value) {
        if (value instanceof Record record) {
            seen.add(name + " is " + record.getClass().getSimpleName());
            look(record);
        } else if (value instanceof Enum<?> constant) {
            seen.add(name + " is " + constant);
        } else if (value instanceof Long number) {
            seen.add(name
                    + (number == Long.MAX_VALUE || number == WireLimits.MAX_CHUNK
                            ? " greatest"
                            : number == 0 ? " zero" : " other"));
        } else if (value instanceof Boolean flag) {
            seen.add(name + " is " + flag);
        }
    }

    /** What there is to see of a component, as far as its type tells. */
    private void expect(RecordShape.Part part, String name) {
        Class<?> type = part.type();
        if (part.nullable()) {
            expected.add(name + " null");
            expected.add(name + " present");
        }
        if (part.genericType() instanceof ParameterizedType) {
            expected.add(name + " filled");
        } else if (type.isSealed()) {
            RandomRecords.permitted(type).forEach(each -> expected.add(name + " is " + each.getSimpleName()));
        } else if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                expected.add(name + " is " + constant);
            }
        } else if (type == long.class) {
            expected.add(name + " greatest");
        } else if (type == boolean.class) {
            expected.add(name + " is true");
            expected.add(name + " is false");
        }
    }

    @Test
    void oneSeedDrawsOneRecord() {
        for (Class<?> kind : Messages.kinds()) {
            String first = Contents.of(RandomRecords.seeded(1).draw(kind));
            assertEquals(first, Contents.of(RandomRecords.seeded(1).draw(kind)));
        }
        assertNotEquals(Contents.of(Messages.anyEnvelope(1)), Contents.of(Messages.anyEnvelope(2)));
    }
}
