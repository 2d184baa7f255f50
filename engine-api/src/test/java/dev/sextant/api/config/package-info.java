/** Tests of settings. */
@NullMarked
package dev.sextant.api.config;

import org.jspecify.annotations.NullMarked;
