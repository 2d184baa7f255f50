package dev.sextant.bench.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the pure packages must not touch, so that two runs with the same inputs make the same outputs: threads and locks,
 * clocks, randomness without a seed, the outside world, and collections whose order differs from run to run.
 */
final class PureCode {
    static final List<String> PACKAGES = List.of(
            "dev.sextant.conflict.version",
            "dev.sextant.conflict.fate",
            "dev.sextant.conflict.check",
            "dev.sextant.conflict.message",
            "dev.sextant.storage.page",
            "dev.sextant.storage.tree",
            "dev.sextant.storage.segment",
            "dev.sextant.replication.writer",
            "dev.sextant.replication.repair");

    /** Classes that hash for speed and never iterate; each was read for that. */
    static final Set<String> HASHES_WITHOUT_ITERATING = Set.of();

    /**
     * Classes that other threads read while the core writes, and the types that make it safe. What they hand out is
     * immutable, so what a reader sees depends on when it looks, and never on how the threads ran.
     */
    static final Map<String, Set<String>> READ_BY_OTHER_THREADS = Map.of(
            "dev.sextant.replication.writer.BufferPool",
            Set.of("java.util.concurrent.ConcurrentHashMap"),
            "dev.sextant.replication.writer.SnapshotRegistry",
            Set.of("java.util.concurrent.ConcurrentHashMap", "java.util.concurrent.atomic.AtomicLong"));

    private static final List<Ban> BANNED_TYPES = List.of(
            new Ban("java\\.lang\\.(Thread|ThreadLocal|Runtime|Process\\w*|InheritableThreadLocal)", "no threads"),
            new Ban("java\\.util\\.concurrent\\.(?!TimeUnit$).*", "no threads and no locks"),
            new Ban("java\\.util\\.(Timer|TimerTask)", "time comes in as nowNanos"),
            new Ban("java\\.security\\.SecureRandom", "randomness comes in with its seed"),
            new Ban("java\\.(net|nio\\.file|nio\\.channels)\\..*", "no I/O"),
            new Ban("java\\.io\\.(File\\w*|RandomAccessFile|Console|Print\\w+)", "no I/O"));

    private static final List<Ban> BANNED_CALLS = List.of(
            new Ban("java\\.lang\\.System\\.(?!arraycopy\\b).*", "no clock and no environment"),
            new Ban("java\\.lang\\.(Strict)?Math\\.random", "randomness comes in with its seed"),
            new Ban("java\\.util\\.UUID\\.randomUUID", "randomness comes in with its seed"),
            new Ban("java\\.util\\.random\\.\\w+\\.(getDefault|of)", "randomness comes in with its seed"),
            new Ban("java\\.util\\.(Random|SplittableRandom)\\.<init>\\(\\)", "randomness comes in with its seed"),
            new Ban("java\\.util\\.Collections\\.shuffle\\(java\\.util\\.List\\)", "randomness comes in with its seed"),
            new Ban("java\\.time\\..*\\.now", "time comes in as nowNanos"),
            new Ban("java\\.time\\.Clock\\.(system|tick).*", "time comes in as nowNanos"),
            new Ban("java\\.util\\.(Set|Map)\\.(of|copyOf|ofEntries)", "iterates in another order in every JVM"),
            new Ban("java\\.util\\.stream\\.Collectors\\.to(Unmodifiable)?Set", "iterates by hash"),
            new Ban("java\\.util\\.stream\\.Collectors\\.toUnmodifiableMap", "iterates by hash"),
            new Ban(
                    "java\\.util\\.stream\\.Collectors\\.toMap\\([^,]*,[^,]*(,[^,]*)?\\)",
                    "iterates by hash; give a map"),
            new Ban(
                    "java\\.util\\.stream\\.Collectors\\.groupingBy\\([^,]*(,[^,]*)?\\)",
                    "iterates by hash; give a map"),
            new Ban("java\\.util\\..*\\.(parallel|parallelStream|parallel[A-Z]\\w*)", "no threads"));

    private static final List<Ban> BANNED_WHERE_ITERATED = List.of(new Ban(
            "java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap|Hashtable)\\.<init>.*", "iterates by hash"));

    private PureCode() {}

    /** A sentence for every use of something banned by a class of a pure package; sorted. */
    static List<String> violations(Iterable<JavaClass> classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass examined : classes) {
            if (PACKAGES.contains(examined.getPackageName())) {
                addBannedTypes(examined, found);
                addBannedCalls(examined, found);
                addSynchronizedMethods(examined, found);
            }
        }
        return new ArrayList<>(found);
    }

    private static void addBannedTypes(JavaClass examined, Set<String> found) {
        Set<String> allowed = READ_BY_OTHER_THREADS.getOrDefault(outermost(examined), Set.of());
        for (Dependency dependency : examined.getDirectDependenciesFromSelf()) {
            String type = dependency.getTargetClass().getBaseComponentType().getName();
            if (!allowed.contains(type)) {
                addIfBanned(BANNED_TYPES, examined, type, type, found);
            }
        }
    }

    private static void addBannedCalls(JavaClass examined, Set<String> found) {
        boolean mayHash = HASHES_WITHOUT_ITERATING.contains(outermost(examined));
        for (JavaAccess<?> access : examined.getAccessesFromSelf()) {
            String full = access.getTarget().getFullName();
            String bare =
                    access.getTargetOwner().getName() + "." + access.getTarget().getName();
            addIfBanned(BANNED_CALLS, examined, bare, full, found);
            if (!mayHash) {
                addIfBanned(BANNED_WHERE_ITERATED, examined, bare, full, found);
            }
        }
    }

    private static void addSynchronizedMethods(JavaClass examined, Set<String> found) {
        for (JavaMethod method : examined.getMethods()) {
            if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
                found.add(method.getFullName() + " is synchronized: no threads and no locks");
            }
        }
    }

    /** A ban may be written against the bare name, or against the name with its parameter types. */
    private static void addIfBanned(List<Ban> bans, JavaClass examined, String bare, String full, Set<String> found) {
        for (Ban ban : bans) {
            if (ban.covers(bare) || ban.covers(full)) {
                found.add(examined.getName() + " uses " + full + ": " + ban.reason());
            }
        }
    }

    private static String outermost(JavaClass examined) {
        return examined.getName().replaceFirst("\\$.*", "");
    }

    /** Something pure code must not use, as a pattern over its whole name, and why. */
    private record Ban(Pattern pattern, String reason) {
        Ban(String pattern, String reason) {
            this(Pattern.compile(pattern), reason);
        }

        boolean covers(String name) {
            return pattern.matcher(name).matches();
        }
    }
}
