package dev.sextant.api;

/**
 * Another process has taken the slot of this writer, since segments had not heard it for a while or that process was started in its
 * stead: it was paused, cut off, or is to be no longer. Nothing that it still had in hand can commit any more, except what was already
 * decided; what was open on it is lost, as if rolled back. It takes the slot back only when its new holder falls silent.
 */
public final class WriterFencedException extends WriterUnavailableException {
    private static final long serialVersionUID = 1L;

    WriterFencedException(WriterId writer) {
        super(
                writer,
                "Another process has taken the slot of writer " + writer.slot()
                        + ", so this one takes no transactions.",
                "Use another writer; if this process should have the slot, end the other one.");
    }
}
