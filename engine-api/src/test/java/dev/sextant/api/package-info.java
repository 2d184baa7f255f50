/** Tests of the public API's own logic, with an engine small enough to be read at a glance. */
@NullMarked
package dev.sextant.api;

import org.jspecify.annotations.NullMarked;
