/**
 * The writer: transactions, group commit, the buffer pool, the application of redo, and the slot it holds. Pure but for the
 * buffer pool's read side, which client threads use while the writer's loop changes it.
 */
@NullMarked
package dev.sextant.replication.writer;

import org.jspecify.annotations.NullMarked;
