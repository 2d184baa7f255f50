/** What a volume takes on disk. */
@NullMarked
package dev.sextant.bench.space;

import org.jspecify.annotations.NullMarked;
