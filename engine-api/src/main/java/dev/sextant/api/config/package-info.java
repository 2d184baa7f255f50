/** How a cluster is set up: where it lives, how long it waits, and the limit of everything. */
@NullMarked
package dev.sextant.api.config;

import org.jspecify.annotations.NullMarked;
