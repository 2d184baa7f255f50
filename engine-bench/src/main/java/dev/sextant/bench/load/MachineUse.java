package dev.sextant.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the kernel has counted for the whole machine since it started: other programs' doings are in it, and all processes of a peer.
 *
 * @param flushes requests to all disks to make durable what they have in their caches
 * @param writes requests to write
 * @param writtenBytes how much they wrote
 * @param busyTicks hundredths of a second in which a processor was at work, over all processors
 */
public record MachineUse(long flushes, long writes, long writtenBytes, long busyTicks) {
    private static final Path DISKS = Path.of("/proc/diskstats");
    private static final Path PROCESSORS = Path.of("/proc/stat");
    private static final Path BLOCK_DEVICES = Path.of("/sys/block");
    private static final Set<String> NO_DISKS = Set.of("loop", "ram", "zram", "dm-", "md", "sr", "nbd");

    private static final int NAME = 2;
    private static final int WRITES = 7;
    private static final int SECTORS_WRITTEN = 9;
    /** Since Linux 5.5. */
    private static final int FLUSHES = 18;

    private static final int SECTOR_BYTES = 512;
    private static final int IDLE = 4;
    private static final int WAITING = 5;
    /** What follows is what a host took away, and guests' time, which is in the user's already. */
    private static final int LAST_COUNTED = 7;

    /** Reads it now; empty where the kernel has no such files. */
    public static Optional<MachineUse> read() {
        try {
            if (!Files.isReadable(DISKS) || !Files.isReadable(PROCESSORS)) {
                return Optional.empty();
            }
            return Optional.of(parse(Files.readAllLines(DISKS), disks(), Files.readAllLines(PROCESSORS)));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Whole disks; partitions would count twice, and what lies on disks, too. */
    private static Set<String> disks() throws IOException {
        if (!Files.isDirectory(BLOCK_DEVICES)) {
            return Set.of();
        }
        try (Stream<Path> devices = Files.list(BLOCK_DEVICES)) {
            return devices.map(device -> String.valueOf(device.getFileName()))
                    .filter(name -> NO_DISKS.stream().noneMatch(name::startsWith))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    static MachineUse parse(List<String> diskLines, Set<String> disks, List<String> processorLines) {
        long flushes = 0;
        long writes = 0;
        long sectors = 0;
        for (String line : diskLines) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length > FLUSHES && disks.contains(fields[NAME])) {
                flushes += Long.parseLong(fields[FLUSHES]);
                writes += Long.parseLong(fields[WRITES]);
                sectors += Long.parseLong(fields[SECTORS_WRITTEN]);
            }
        }
        return new MachineUse(flushes, writes, sectors * SECTOR_BYTES, busy(processorLines));
    }

    private static long busy(List<String> lines) {
        long busy = 0;
        for (String line : lines) {
            if (line.startsWith("cpu ")) {
                String[] fields = line.split("\\s+", -1);
                for (int field = 1; field < fields.length && field <= LAST_COUNTED; field++) {
                    busy += field == IDLE || field == WAITING ? 0 : Long.parseLong(fields[field]);
                }
            }
        }
        return busy;
    }

    /** What came since an earlier reading. */
    public MachineUse since(MachineUse earlier) {
        return new MachineUse(
                flushes - earlier.flushes,
                writes - earlier.writes,
                writtenBytes - earlier.writtenBytes,
                busyTicks - earlier.busyTicks);
    }

    /** What both count together. */
    public MachineUse plus(MachineUse other) {
        return new MachineUse(
                flushes + other.flushes,
                writes + other.writes,
                writtenBytes + other.writtenBytes,
                busyTicks + other.busyTicks);
    }
}
