package dev.sextant.replication.client;

import dev.sextant.api.Codec;
import dev.sextant.api.Database;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Table;
import java.util.List;
import java.util.Objects;

/** An endpoint. Thread safety: any thread. */
final class ClientDatabase implements Database {
    private final ClientContext context;
    private final Endpoint endpoint;
    private final TableOpener opener;
    private final boolean onlyReads;

    /**
     * An endpoint.
     *
     * @param onlyReads whether every transaction is read-only, whatever its options say
     */
    ClientDatabase(ClientContext context, Endpoint endpoint, boolean onlyReads) {
        this.context = context;
        this.endpoint = endpoint;
        this.onlyReads = onlyReads;
        opener = new TableOpener(context, endpoint);
    }

    @Override
    public <K, V> Table<K, V> table(String name, Codec<K> keys, Codec<V> values) {
        context.checkOpen();
        return handle(name, keys, values, true);
    }

    @Override
    public <K, V> Table<K, V> openTable(String name, Codec<K> keys, Codec<V> values) {
        context.checkOpen();
        return handle(name, keys, values, false);
    }

    private <K, V> Table<K, V> handle(String name, Codec<K> keys, Codec<V> values, boolean create) {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(values, "values");
        TableOpener.Found found = create ? opener.openOrCreate(name) : opener.open(name);
        return new ClientTable<>(context.catalog(), found.line(), found.root(), name, keys, values);
    }

    @Override
    public List<String> tableNames() {
        context.checkOpen();
        return opener.names();
    }

    @Override
    public Session session(SessionOptions options) {
        context.checkOpen();
        return new ClientSession(context, endpoint, options, onlyReads);
    }
}
