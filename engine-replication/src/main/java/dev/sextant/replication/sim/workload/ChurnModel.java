package dev.sextant.replication.sim.workload;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rows of one client, which nobody else writes, as a plain map: the check of everything that the client reads, by key or
 * by range. A row whose last writes have no known end may hold one of several values, until a read tells.
 */
final class ChurnModel {
    private final int client;
    private final Findings findings;
    private final SortedMap<Long, Versions<Optional<Blob>>> rows = new TreeMap<>();
    private long transactions;

    /** All keys are the client's, and none of them has a row. */
    ChurnModel(int client, Iterable<Long> keys, Findings findings) {
        this.client = client;
        this.findings = findings;
        keys.forEach(key -> rows.put(key, new Versions<>(Optional.empty())));
    }

    /** A transaction of the client, which sees its own writes. */
    Transacting begin() {
        return new Transacting(++transactions);
    }

    /** All rows of the client as they are in the end. */
    void ended(SortedMap<Long, Blob> last) {
        Transacting reader = begin();
        rows.keySet().forEach(key -> reader.got(key, Optional.ofNullable(last.get(key))));
    }

    private Versions<Optional<Blob>> versions(long key) {
        Versions<Optional<Blob>> versions = rows.get(key);
        if (versions == null) {
            throw new IllegalArgumentException("client " + client + " has no key " + key);
        }
        return versions;
    }

    /** What a transaction has written so far, over the rows before it. */
    final class Transacting {
        private final long transaction;
        private final SortedMap<Long, Optional<Blob>> own = new TreeMap<>();

        private Transacting(long transaction) {
            this.transaction = transaction;
        }

        /** It wrote or, with nothing, removed a row. */
        void wrote(long key, Optional<Blob> value) {
            own.put(key, value);
        }

        /** It read a row. */
        void got(long key, Optional<Blob> value) {
            Optional<Blob> mine = own.get(key);
            if (mine != null) {
                findings.require(
                        mine.equals(value), "client %d read %s at %d after it wrote %s", client, value, key, mine);
                return;
            }
            Versions<Optional<Blob>> versions = versions(key);
            if (!versions.admits(value)) {
                findings.add(String.format("client %d read %s at %d instead of %s", client, value, key, versions));
                return;
            }
            OptionalLong news = versions.seen(value);
            if (news.isPresent()) {
                rows.values().forEach(row -> row.confirmed(news.getAsLong(), Optional::isPresent));
            }
        }

        /** It inserted a row; there was none, then. */
        void inserted(long key, Blob value) {
            got(key, Optional.empty());
            wrote(key, Optional.of(value));
        }

        /** It was told that there is a row. */
        void isThere(long key) {
            Optional<Blob> mine = own.get(key);
            boolean mayBe = mine == null ? versions(key).admitsAny(Optional::isPresent) : mine.isPresent();
            findings.require(mayBe, "client %d was told of a row at %d that is not there", client, key);
        }

        /**
         * It scanned.
         *
         * @param scan what it asked for
         * @param found the rows that came, those of other clients among them
         */
        void scanned(ChurnScan scan, List<Map.Entry<Long, Blob>> found) {
            List<Long> keys = found.stream().map(Map.Entry::getKey).toList();
            scan.fault(keys).ifPresent(fault -> findings.add("client " + client + " " + fault));
            SortedMap<Long, Blob> byKey = new TreeMap<>();
            found.forEach(row -> byKey.put(row.getKey(), row.getValue()));
            ChurnScan told = scan.told(keys);
            for (long key : rows.keySet()) {
                if (told.contains(key)) {
                    got(key, Optional.ofNullable(byKey.get(key)));
                }
            }
        }

        /** It has ended. */
        void ended(Workload.Step step) {
            if (step == Workload.Step.UNKNOWN) {
                own.forEach((key, value) -> versions(key).perhaps(transaction, value));
            } else if (step == Workload.Step.COMMITTED) {
                own.forEach(this::committed);
            }
        }

        private void committed(long key, Optional<Blob> value) {
            Versions<Optional<Blob>> versions = versions(key);
            if (value.isEmpty() && versions.admits(value)) {
                versions.found(transaction, value);
            } else {
                versions.wrote(transaction, value);
            }
        }
    }
}
