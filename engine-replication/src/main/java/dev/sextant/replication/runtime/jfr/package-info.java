/**
 * What happens, as events of Java Flight Recorder. The only package that needs the module {@code jdk.jfr}, which some Java
 * installations lack: it is used where that is there, and nothing else knows of it.
 */
@NullMarked
package dev.sextant.replication.runtime.jfr;

import org.jspecify.annotations.NullMarked;
