/**
 * The demonstration: real data, four writers, faults, and a check of every single promise afterwards. It uses the public API
 * only. What it was told (which commits were acknowledged, refused, left in doubt) is in its acknowledgement file, and all its
 * checks compare the volume with that file and nothing else, so they work after {@code kill -9}, too.
 */
@NullMarked
package dev.sextant.bench.demo;

import org.jspecify.annotations.NullMarked;
