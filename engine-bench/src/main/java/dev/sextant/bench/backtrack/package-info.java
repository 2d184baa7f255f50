/** How long a volume takes to go back. */
@NullMarked
package dev.sextant.bench.backtrack;

import org.jspecify.annotations.NullMarked;
