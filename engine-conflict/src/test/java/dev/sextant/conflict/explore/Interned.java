package dev.sextant.conflict.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Small numbers for values that are equal by a key: the explorer's states are made of them. */
final class Interned<K, V> {
    private final Map<K, Integer> ids = new HashMap<>();
    private final List<V> values = new ArrayList<>();

    /** The number of the value with this key; the value is made only if the key is new. */
    int id(K key, Supplier<V> value) {
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        int id = values.size();
        ids.put(key, id);
        values.add(value.get());
        return id;
    }

    boolean contains(K key) {
        return ids.containsKey(key);
    }

    V get(int id) {
        return values.get(id);
    }

    int size() {
        return values.size();
    }
}
