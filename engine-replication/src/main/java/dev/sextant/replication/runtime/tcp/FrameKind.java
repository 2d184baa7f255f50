package dev.sextant.replication.runtime.tcp;

import org.jspecify.annotations.Nullable;

/** The kinds of frames, with the byte that stands for each on the wire. */
enum FrameKind {
    /** Who one is: a {@link Greeting}. The first frame of each side; the dialing side's comes first. */
    HELLO(1),
    /** The other side's hello was accepted: a number that {@link Sessions} explains. */
    ACCEPTED(2),
    /** The connection will not be: a {@link Refusal}. */
    REFUSED(3),
    /** A frame of the user's. */
    PAYLOAD(4),
    /** Asks for a sign of life. */
    PING(5),
    /** A sign of life. */
    PONG(6);

    private static final FrameKind[] BY_CODE = new FrameKind[7];

    static {
        for (FrameKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final byte code;

    FrameKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    /** Null if there is none. */
    static @Nullable FrameKind of(byte code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
