/**
 * What an application sees of Sextant: the cluster, its databases, sessions and transactions, and the value types they speak in.
 *
 * <pre>{@code
 * try (Cluster cluster = Cluster.open(ClusterConfig.in(Path.of("bank")).build())) {
 *     Database database = cluster.database();
 *     Table<String, Long> accounts = database.table("accounts", Codecs.utf8(), Codecs.int64());
 *     database.run(tx -> {
 *         long balance = tx.get(accounts, "alice").orElse(0L);
 *         if (balance < 10) {
 *             throw new IllegalStateException("alice has only " + balance);
 *         }
 *         tx.put(accounts, "alice", balance - 10);
 *         tx.add(accounts, "bob", 10);
 *     });
 * }
 * }</pre>
 *
 * <p>A commit is acknowledged when four of the six segments, in at least two availability zones, have it on disk; it survives
 * the loss of a zone and one more segment. Conflicts are values ({@link dev.sextant.api.CommitResult}) to those who commit
 * themselves, and are retried by {@link dev.sextant.api.Session#transact}. Everything that is thrown on purpose is a
 * {@link dev.sextant.api.SextantException} and says what to do about it.
 */
@NullMarked
package dev.sextant.api;

import org.jspecify.annotations.NullMarked;
