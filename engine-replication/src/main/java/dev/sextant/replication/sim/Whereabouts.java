package dev.sextant.replication.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a thread is, for people: the call it waits in and the line of the application that made it. */
final class Whereabouts {
    /** Whose frames are Sextant's or the JDK's. */
    private static final List<String> NOT_THE_APPLICATIONS = List.of(
            "java.",
            "jdk.",
            "sun.",
            "dev.sextant.api.",
            "dev.sextant.replication.client.",
            "dev.sextant.replication.verify.",
            ClientThread.class.getName(),
            SimCluster.class.getName(),
            SimVerifier.class.getName(),
            Simulation.class.getName() + ".",
            Turns.class.getName());

    private Whereabouts() {}

    static String of(@Nullable Thread thread) {
        if (thread == null) {
            return "before its first step";
        }
        StackTraceElement call = null;
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (isTheApplications(frame)) {
                String line = frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                        + frame.getLineNumber() + ")";
                return call == null ? "at " + line : "in " + name(call) + ", called at " + line;
            }
            call = frame;
        }
        return call == null ? "nowhere" : "in " + name(call);
    }

    private static String name(StackTraceElement frame) {
        return frame.getClassName().replaceFirst(".*[.$]", "") + "." + frame.getMethodName();
    }

    private static boolean isTheApplications(StackTraceElement frame) {
        String name = frame.getClassName() + ".";
        return NOT_THE_APPLICATIONS.stream().noneMatch(name::startsWith);
    }
}
