/** What an application sees of Sextant: the cluster, its databases, sessions and transactions, and the value types they speak in. */
@NullMarked
package dev.sextant.api;

import org.jspecify.annotations.NullMarked;
