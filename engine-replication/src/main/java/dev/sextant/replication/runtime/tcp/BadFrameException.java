package dev.sextant.replication.runtime.tcp;

import io.netty.handler.codec.DecoderException;

/** A frame from the network that is refused. It is the world's failure, not ours, and costs no stack trace. */
final class BadFrameException extends DecoderException {
    private static final long serialVersionUID = 1L;

    private final FrameProblem problem;

    BadFrameException(FrameProblem problem, String detail) {
        super(detail);
        this.problem = problem;
    }

    FrameProblem problem() {
        return problem;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
