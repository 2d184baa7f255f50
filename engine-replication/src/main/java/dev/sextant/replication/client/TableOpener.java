package dev.sextant.replication.client;

import dev.sextant.api.Codecs;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.IndeterminateCommitException;
import dev.sextant.api.PageId;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.Range;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.UnknownTableException;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.config.RetryPolicy;
import dev.sextant.api.spi.Check;
import dev.sextant.storage.tree.RootPageIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens, creates and lists tables by transactions on the catalog, which is a table as others are. Of two that create one
 * table at once, one loses the row of the name, runs again, and finds the other's root page.
 *
 * <p>Thread safety: any thread.
 */
final class TableOpener {
    private static final int NAMES_AT_ONCE = 1_000;

    /** Names are few and each is created once, so it is worth trying for as long as others do. */
    private static final SessionOptions CREATING = SessionOptions.DEFAULT
            .withTransactions(TransactionOptions.DEFAULT.withName("create table"))
            .withRetryPolicy(RetryPolicy.DEFAULT);

    private static final TransactionOptions LOOKING =
            TransactionOptions.DEFAULT.asReadOnly().withName("open table");

    private static final TransactionOptions LOOKING_EVERYWHERE = LOOKING.withConsistency(ReadConsistency.GLOBAL);

    private final ClientContext context;
    private final Endpoint endpoint;
    private final Table<byte[], byte[]> rows;

    TableOpener(ClientContext context, Endpoint endpoint) {
        this.context = context.withLimits(CatalogRows.LIMITS);
        this.endpoint = endpoint;
        rows = new ClientTable<>(
                context.catalog(),
                VersionId.NONE,
                PageId.CATALOG_ROOT,
                CatalogRows.TABLE_NAME,
                Codecs.bytes(),
                Codecs.bytes());
    }

    /** Where a table is, on a line of history. */
    record Found(VersionId line, PageId root) {}

    /** A table that exists. */
    Found open(String name) {
        byte[] key = key(name);
        Found known = known(name);
        if (known != null) {
            return known;
        }
        // What another session has just created may be news to this writer: only GLOBAL reads prove absence.
        Found found = look(LOOKING, key)
                .or(() -> look(LOOKING_EVERYWHERE, key))
                .orElseThrow(() -> new UnknownTableException(name));
        context.catalog().learn(found.line(), name, found.root());
        return found;
    }

    private @Nullable Found known(String name) {
        VersionId line = VersionId.NONE;
        for (ReaderPort port : Endpoint.readers(context.ports())) {
            VersionId other = port.pool().current().line();
            line = other.compareTo(line) > 0 ? other : line;
        }
        PageId root = context.catalog().root(line, name);
        return root == null ? null : new Found(line, root);
    }

    private Optional<Found> look(TransactionOptions options, byte[] key) {
        try (ClientSession session = session()) {
            return session.transact(
                    options, transaction -> find(transaction, key).map(root -> new Found(line(transaction), root)));
        }
    }

    /** A transaction of the present knows its line. */
    private static VersionId line(Transaction transaction) {
        return Check.present(((ClientTransaction) transaction).line(), "the line of a present snapshot");
    }

    /** A table, created if need be and if that can be done from here. */
    Found openOrCreate(String name) {
        byte[] key = key(name);
        Found known = known(name);
        if (known != null) {
            return known;
        }
        if (context.ports().writers().isEmpty()) {
            return openOnly(name);
        }
        try (ClientSession session = session()) {
            Found found = session.transact(transaction -> new Found(
                    line(transaction), find(transaction, key).orElseGet(() -> create(transaction, name, key))));
            context.catalog().learn(found.line(), name, found.root());
            return found;
        } catch (IndeterminateCommitException doubtful) {
            // Whether or not the table is there now, to ask for it again does no harm.
            QuorumLostException lost = QuorumLostException.fewerThan(Refusals.SEGMENTS_TO_COMMIT);
            lost.addSuppressed(doubtful);
            throw lost;
        }
    }

    /** There is nobody in reach who could create it; if it is not there, that is what is wrong. */
    private Found openOnly(String name) {
        try {
            return open(name);
        } catch (UnknownTableException absent) {
            WriterUnavailableException nobody = WriterUnavailableException.outOfReach();
            nobody.addSuppressed(absent);
            throw nobody;
        }
    }

    private Optional<PageId> find(Transaction transaction, byte[] key) {
        return transaction.get(rows, key).map(CatalogRows::root);
    }

    private PageId create(Transaction transaction, String name, byte[] key) {
        PageId root;
        do {
            root = RootPageIds.of(context.ports().random().nextLong());
        } while (transaction.get(rows, CatalogRows.reservationKey(root)).isPresent());
        transaction.put(rows, key, CatalogRows.rootValue(root));
        transaction.put(rows, CatalogRows.reservationKey(root), CatalogRows.reservationValue(name));
        return root;
    }

    /** The names of all tables, in the order of their bytes. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        try (ClientSession session = session()) {
            return session.transact(LOOKING_EVERYWHERE, transaction -> {
                names.clear();
                Range<byte[]> rest = CatalogRows.names();
                List<Row<byte[], byte[]>> part;
                do {
                    part = transaction.scan(rows, rest, ScanOptions.DEFAULT.withLimit(NAMES_AT_ONCE));
                    part.forEach(row -> names.add(CatalogRows.name(row.key())));
                    rest = part.isEmpty() ? rest : CatalogRows.namesAfter(names.get(names.size() - 1));
                } while (part.size() == NAMES_AT_ONCE);
                return List.copyOf(names);
            });
        }
    }

    private ClientSession session() {
        return new ClientSession(context, endpoint, CREATING, false);
    }

    /** The bytes of a name that is acceptable. */
    private byte[] key(String name) {
        Objects.requireNonNull(name, "name");
        byte[] key;
        try {
            key = CatalogRows.nameKey(name);
        } catch (IllegalArgumentException notText) {
            throw new ConfigurationException("table name", "is not text that UTF-8 can carry: " + notText.getMessage());
        }
        int limit = context.ports().config().limits().tableNameBytes();
        if (key.length == 0 || key.length > limit) {
            throw new ConfigurationException(
                    "table name", "must have 1 to " + limit + " bytes of UTF-8, not " + key.length);
        }
        return key;
    }
}
