/**
 * Messages as Protobuf and back: what crosses a connection between two processes. The only package that sees generated code; the
 * schema is in {@code src/main/protobuf}, and what is on a connection in docs/messages.md. Codecs have no state and may be used by any
 * thread. What is read is what was written, or it is refused with {@link dev.sextant.replication.wire.WireException}.
 */
@NullMarked
package dev.sextant.replication.wire;

import org.jspecify.annotations.NullMarked;
