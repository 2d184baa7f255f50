package dev.sextant.api;

/**
 * A handle for a table: its name and how its keys and values become bytes. It does no input or output. Rows are ordered by
 * the unsigned bytes of their encoded keys.
 *
 * <p>Only engines implement it. A handle is good for every session of the cluster it was opened on, through whichever
 * endpoint.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public interface Table<K, V> {
    /** The name under which it was opened. */
    String name();

    /** How its keys become bytes; their order is the order of the table. */
    Codec<K> keyCodec();

    /** How its values become bytes. */
    Codec<V> valueCodec();
}
