/**
 * The public API's objects over running writers: databases, sessions, transactions and the catalog of tables. Everything
 * that two runs could differ in (time, waiting, randomness, threads, the writers) comes in through
 * {@link dev.sextant.replication.client.EnginePorts}, so the same code serves a real and a simulated cluster.
 */
@NullMarked
package dev.sextant.replication.client;

import org.jspecify.annotations.NullMarked;
