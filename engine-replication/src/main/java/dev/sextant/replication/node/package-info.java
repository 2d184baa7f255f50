/**
 * One driver for each kind of core, the same in a real and in a simulated cluster: takes what has arrived, runs the core,
 * and performs its effects through ports in the order that the protocol rests on. No threads and no clocks here.
 */
@NullMarked
package dev.sextant.replication.node;

import org.jspecify.annotations.NullMarked;
