/** Certificates for clusters that are made to be tried and thrown away. */
@NullMarked
package dev.sextant.bench.pki;

import org.jspecify.annotations.NullMarked;
