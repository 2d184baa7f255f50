package dev.sextant.replication.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a record is made of, looked up once for each class. */
record RecordShape(Constructor<?> constructor, List<Part> parts) {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(
                        Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                return new RecordShape(
                        constructor, Stream.of(components).map(Part::of).toList());
            } catch (NoSuchMethodException e) {
                throw new AssertionError(type + " is no record", e);
            }
        }
    };

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    /** One component. */
    record Part(String name, Class<?> type, Type genericType, boolean nullable, Method accessor) {
        static Part of(RecordComponent component) {
            component.getAccessor().setAccessible(true);
            return new Part(
                    component.getName(),
                    component.getType(),
                    component.getGenericType(),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    component.getAccessor());
        }

        Object in(Record record) {
            try {
                return accessor.invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("cannot read " + accessor, e);
            }
        }
    }

    /** A record with a value for each component. */
    Object make(Function<Part, ?> values) {
        Object[] given = parts.stream().map(values).toArray();
        try {
            return constructor.newInstance(given);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot call " + constructor + " with " + Arrays.deepToString(given), e);
        }
    }
}
