package dev.sextant.replication.runtime.tcp;

/**
 * How much may be under way to one peer. What does not fit is dropped, and whoever sends it is told. Immutable.
 *
 * @param frameBytes the longest frame, both ways
 * @param queuedFrames the most frames that wait until the connection can take more
 * @param queuedBytes the most bytes in them
 * @param lowWaterBytes a connection takes more when no more than this waits for the network
 * @param highWaterBytes a connection takes no more when this much waits for the network
 */
public record FlowLimits(int frameBytes, int queuedFrames, long queuedBytes, int lowWaterBytes, int highWaterBytes) {
    /** Room for a second of traffic of a busy process. */
    public static final FlowLimits DEFAULT = new FlowLimits(16 << 20, 65_536, 64L << 20, 256 << 10, 1 << 20);

    private static final int FRAME_BYTES_MOST = 256 << 20;

    private static final int WATER_BYTES_MOST = 1 << 30;

    /** Checks each, and that they fit each other. */
    public FlowLimits {
        Require.within("tcp.frameBytes", frameBytes, 1, FRAME_BYTES_MOST);
        Require.within("tcp.queuedFrames", queuedFrames, 1, 100_000_000);
        Require.within("tcp.queuedBytes", queuedBytes, frameBytes, 1L << 40);
        Require.within("tcp.lowWaterBytes", lowWaterBytes, 1, WATER_BYTES_MOST);
        Require.within("tcp.highWaterBytes", highWaterBytes, lowWaterBytes, WATER_BYTES_MOST);
    }

    /** With another one. */
    public FlowLimits withFrameBytes(int value) {
        return new FlowLimits(value, queuedFrames, queuedBytes, lowWaterBytes, highWaterBytes);
    }

    /** With others. */
    public FlowLimits withQueue(int frames, long bytes) {
        return new FlowLimits(frameBytes, frames, bytes, lowWaterBytes, highWaterBytes);
    }

    /** With others. */
    public FlowLimits withWaterBytes(int low, int high) {
        return new FlowLimits(frameBytes, queuedFrames, queuedBytes, low, high);
    }
}
