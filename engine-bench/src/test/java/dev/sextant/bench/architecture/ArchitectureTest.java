package dev.sextant.bench.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the import table and the purity of the cores, and shows that each rule can fail. */
class ArchitectureTest {
    private static final String PURE = "dev.sextant.conflict.fate";

    /** Expressions that each make two runs differ. */
    private static final List<String> IMPURE = List.of(
            "System.nanoTime()",
            "System.currentTimeMillis()",
            "System.getenv()",
            "System.identityHashCode(this)",
            "System.out",
            "java.time.Instant.now()",
            "java.time.LocalDate.now()",
            "java.time.Clock.systemUTC()",
            "Math.random()",
            "new java.util.Random()",
            "new java.util.SplittableRandom()",
            "new java.security.SecureRandom()",
            "java.util.random.RandomGenerator.getDefault()",
            "java.util.concurrent.ThreadLocalRandom.current()",
            "java.util.UUID.randomUUID()",
            "Thread.currentThread()",
            "new ThreadLocal<String>()",
            "new java.util.concurrent.locks.ReentrantLock()",
            "new java.util.concurrent.ConcurrentHashMap<String, String>()",
            "new java.util.concurrent.atomic.AtomicLong()",
            "new java.util.concurrent.CompletableFuture<String>()",
            "java.nio.file.Path.of(\"a\")",
            "new java.io.File(\"a\")",
            "new java.net.Socket()",
            "java.util.Set.of(1, 2)",
            "java.util.Set.copyOf(java.util.List.of(1))",
            "java.util.Map.of(1, 2)",
            "java.util.Map.ofEntries()",
            "new java.util.HashMap<String, String>()",
            "new java.util.HashSet<String>()",
            "new java.util.IdentityHashMap<String, String>()",
            "(java.util.function.Supplier<Object>) java.util.HashMap::new",
            "(java.util.function.LongSupplier) System::nanoTime",
            "java.util.List.of(1).parallelStream()",
            "java.util.stream.Stream.of(1).parallel()",
            "java.util.stream.Stream.of(1).collect(java.util.stream.Collectors.toSet())",
            "java.util.stream.Stream.of(1).collect(java.util.stream.Collectors.toMap(a -> a, a -> a))",
            "java.util.stream.Stream.of(1).collect(java.util.stream.Collectors.groupingBy(a -> a))");

    /** Expressions close to those above that do not. */
    private static final List<String> WITHIN_PURITY = List.of(
            "java.util.List.of(1, 2)",
            "new java.util.TreeMap<String, String>()",
            "new java.util.LinkedHashMap<String, String>()",
            "new java.util.Random(7)",
            "new java.util.SplittableRandom(7)",
            "java.util.Map.entry(1, 2)",
            "java.util.concurrent.TimeUnit.SECONDS.toNanos(1)",
            "java.time.Duration.ofSeconds(1)",
            "java.util.stream.Stream.of(1).collect("
                    + "java.util.stream.Collectors.toMap(a -> a, a -> a, (a, b) -> a, java.util.TreeMap::new))",
            "new java.io.ByteArrayOutputStream()");

    @TempDir
    Path folder;

    @Test
    void everyImportIsInTheTable() {
        assertEquals(List.of(), ImportTable.ofTheProject().violations(Project.productionClasses()));
    }

    @Test
    void pureCodeIsPure() {
        assertEquals(List.of(), PureCode.violations(Project.productionClasses()));
    }

    /** A misspelt one would leave its package unguarded. */
    @Test
    void everyPurePackageIsInTheTable() {
        ImportTable table = ImportTable.ofTheProject();
        PureCode.PACKAGES.forEach(each -> assertTrue(table.knows(each), each));
    }

    /** An exception for a class that is gone would wait for another of its name. */
    @Test
    void everyExceptionNamesAClassThatIsThere() {
        JavaClasses classes = Project.productionClasses();
        Stream.concat(PureCode.HASHES_WITHOUT_ITERATING.stream(), PureCode.READ_BY_OTHER_THREADS.keySet().stream())
                .forEach(name -> assertTrue(classes.contain(name), name));
    }

    @Test
    void refusesAnImportAgainstTheDirection() {
        JavaClasses classes = new BadExamples(folder)
                .with("dev.sextant.storage.page", "Lower", "")
                .with("dev.sextant.conflict.check", "Upper", "dev.sextant.storage.page.Lower[] field;")
                .compiled();
        assertEquals(
                List.of("dev.sextant.conflict.check.Upper uses dev.sextant.storage.page.Lower,"
                        + " which the row of dev.sextant.conflict.check does not allow"),
                ImportTable.ofTheProject().violations(classes));
    }

    @Test
    void refusesAForeignLibrary() {
        JavaClasses classes = new BadExamples(folder)
                .with("org.rocksdb", "Options", "")
                .with("dev.sextant.storage.store", "Leak", "Object o() { return new org.rocksdb.Options(); }")
                .with("dev.sextant.storage.rocks", "Fine", "Object o() { return new org.rocksdb.Options(); }")
                .compiled();
        assertEquals(
                List.of("dev.sextant.storage.store.Leak uses org.rocksdb.Options,"
                        + " which the row of dev.sextant.storage.store does not allow"),
                ImportTable.ofTheProject().violations(ours(classes)));
    }

    @Test
    void refusesTheJdkBeyondItsBase() {
        JavaClasses classes = new BadExamples(folder)
                .with("dev.sextant.api", "Logs", "java.util.logging.Level level;")
                .compiled();
        assertEquals(1, ImportTable.ofTheProject().violations(classes).size());
    }

    @Test
    void refusesAPackageWithoutARow() {
        JavaClasses classes = new BadExamples(folder)
                .with("dev.sextant.storage.fresh", "New", "")
                .compiled();
        assertEquals(
                List.of("package dev.sextant.storage.fresh has 0 rows in the import table; give it exactly one"),
                ImportTable.ofTheProject().violations(classes));
    }

    @Test
    void refusesWhatIsImpureInPureCodeOnly() {
        BadExamples examples = new BadExamples(folder);
        for (int i = 0; i < IMPURE.size(); i++) {
            String body = "Object o() throws Exception { return " + IMPURE.get(i) + "; }";
            examples.with(PURE, "Bad" + i, body).with("dev.sextant.replication.runtime", "Fine" + i, body);
        }
        Set<String> refused = new TreeSet<>();
        PureCode.violations(examples.compiled())
                .forEach(each -> refused.add(each.substring(0, each.indexOf(" uses "))));
        Set<String> expected = new TreeSet<>();
        IntStream.range(0, IMPURE.size()).forEach(i -> expected.add(PURE + ".Bad" + i));
        assertEquals(expected, refused, IMPURE::toString);
    }

    @Test
    void refusesSynchronizedMethodsInPureCode() {
        JavaClasses classes = new BadExamples(folder)
                .with(PURE, "Locks", "synchronized void bad() {}")
                .compiled();
        assertEquals(
                List.of(PURE + ".Locks.bad() is synchronized: no threads and no locks"), PureCode.violations(classes));
    }

    @Test
    void allowsWhatIsPureInPureCode() {
        BadExamples examples = new BadExamples(folder);
        for (int i = 0; i < WITHIN_PURITY.size(); i++) {
            examples.with(PURE, "Good" + i, "Object o() { return " + WITHIN_PURITY.get(i) + "; }");
        }
        JavaClasses classes = examples.with(PURE, "Copies", "void m(int[] a) { System.arraycopy(a, 0, a, 1, 1); }")
                .compiled();
        assertEquals(WITHIN_PURITY.size() + 1, classes.size());
        assertEquals(List.of(), PureCode.violations(classes));
        assertEquals(List.of(), ImportTable.ofTheProject().violations(classes));
    }

    private static Iterable<JavaClass> ours(JavaClasses classes) {
        return classes.stream()
                .filter(each -> each.getPackageName().startsWith(Project.ROOT_PACKAGE))
                .toList();
    }
}
