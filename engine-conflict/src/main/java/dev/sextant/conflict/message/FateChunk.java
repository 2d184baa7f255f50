package dev.sextant.conflict.message;

/** Fates of consecutive proposals of a slot, as {@link dev.sextant.conflict.fate.Fates#chunk} gives them. */
public record FateChunk(long chunk, long[] words) {
    @Override
    public String toString() {
        return "chunk " + chunk;
    }
}
