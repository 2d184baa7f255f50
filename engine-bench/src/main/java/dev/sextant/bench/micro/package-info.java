/** Measures the small: what one call takes that commits and reads are made of, by JMH. */
@NullMarked
package dev.sextant.bench.micro;

import org.jspecify.annotations.NullMarked;
