/**
 * A cluster's status as Micrometer meters. Nothing else of Sextant needs Micrometer; who uses this has {@code micrometer-core}
 * (1.17 or newer) among the dependencies.
 */
@NullMarked
package dev.sextant.replication.metrics;

import org.jspecify.annotations.NullMarked;
