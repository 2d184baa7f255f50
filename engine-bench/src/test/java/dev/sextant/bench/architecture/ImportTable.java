package dev.sextant.bench.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which package may import which. Everything may import itself, {@code java.base} and the nullness annotations; what else is
 * in the package's row. A package without a row is an error, so that every new one is placed on purpose.
 */
final class ImportTable {
    /**
     * Package | packages of this project | packages from elsewhere. Names in the first two columns are below
     * {@code dev.sextant}; a name that ends in two dots covers the packages below it, too, unless they have a row of their own.
     *
     * <p>The runtime puts the parts together, so its row is long: it makes the cores and opens the stores they run on, carries
     * messages, and verifies a volume by segments' digests and by the trees' own check.
     */
    private static final String TABLE = """
            api..                  |                                                    |
            conflict.version       | api..                                              |
            conflict.fate          | api.. conflict.version                             |
            conflict.check         | api..                                              |
            conflict.message       | api.. conflict.version conflict.fate               |
            storage.page           | api..                                              |
            storage.tree           | api.. storage.page                                 |
            storage.segment        | api.. conflict.. storage.page                      |
            storage.store          | api..                                              |
            storage.memory         | api.. storage.store                                |
            storage.rocks          | api.. storage.store                                | org.rocksdb
            storage.volume         | api.. storage.store                                |
            storage.backup         | api.. storage.store                                |
            replication.writer     | api.. conflict.. storage.page storage.tree         |
            replication.repair     | api.. conflict.fate conflict.message conflict.version replication.writer |
            replication.node       | api.. conflict.. storage.page storage.tree storage.segment storage.store replication.writer replication.repair |
            replication.client     | api.. conflict.. storage.page storage.tree replication.writer replication.node |
            replication.verify     | api.. storage.page storage.tree storage.segment replication.writer replication.client |
            replication.offline    | api.. conflict.fate conflict.message storage.page storage.tree storage.segment storage.store storage.rocks storage.volume storage.backup replication.writer replication.node replication.client replication.verify |
            replication.wire       | api.. conflict.. storage.page storage.segment replication.writer replication.wire.proto | com.google.protobuf..
            replication.wire.proto |                                                    | com.google.protobuf..
            replication.metrics    | api..                                              | io.micrometer..
            replication.runtime.jfr | api.. conflict.check conflict.fate conflict.message replication.writer replication.client | jdk.jfr
            replication.runtime    | api.. conflict.fate conflict.message conflict.version storage.page storage.tree storage.segment storage.store storage.memory storage.rocks storage.volume storage.backup replication.writer replication.repair replication.node replication.client replication.verify replication.wire replication.runtime.console replication.runtime.jfr replication.runtime.tcp | com.github.benmanes.caffeine.. org.slf4j..
            replication.runtime.console | api..                                         | com.sun.net.httpserver org.slf4j
            replication.runtime.tcp | api..                                             | io.netty.. org.slf4j
            replication.sim..      | api.. conflict.. storage.page storage.tree storage.segment storage.store storage.memory replication.writer replication.repair replication.node replication.client replication.verify |
            replication.sim.junit  | api.. replication.sim..                            | org.junit.jupiter.api..
            bench.pki              |                                                    | io.netty.pkitesting
            bench.stranger         | api.. replication.wire replication.runtime.tcp     |
            bench..                | api.. conflict.fate storage.rocks storage.segment storage.backup replication.verify replication.offline replication.sim.. | picocli org.HdrHistogram org.openjdk.jmh..
            bench.contender        | api..                                              | org.rocksdb
            bench.bound            |                                                    | org.rocksdb org.HdrHistogram
            bench.micro            | api.. conflict.. storage.page storage.tree replication.wire bench.cli | picocli org.openjdk.jmh..
            bench.micro.jmh_generated | api.. storage.page storage.tree conflict.fate replication.wire bench.micro | org.openjdk.jmh..
            """;

    private static final Set<String> JAVA_BASE = Object.class.getModule().getDescriptor().exports().stream()
            .filter(exported -> !exported.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toUnmodifiableSet());

    private static final PackagePattern NULLNESS = new PackagePattern("org.jspecify.annotations");

    private final List<Row> rows;

    private ImportTable(List<Row> rows) {
        this.rows = rows;
    }

    /** The table this project keeps to. */
    static ImportTable ofTheProject() {
        return new ImportTable(TABLE.lines().map(Row::parse).toList());
    }

    /** A sentence for every import the table does not allow and for every package it does not know; sorted. */
    List<String> violations(Iterable<JavaClass> classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass examined : classes) {
            List<Row> matching = matching(examined.getPackageName());
            if (matching.size() == 1) {
                addForbiddenImports(matching.get(0), examined, found);
            } else {
                found.add("package " + examined.getPackageName() + " has " + matching.size()
                        + " rows in the import table; give it exactly one");
            }
        }
        return new ArrayList<>(found);
    }

    /** The rows about a package: the one of its own if it has one, else those that cover it. */
    private List<Row> matching(String packageName) {
        List<Row> own = rows.stream()
                .filter(row -> row.name().text().equals(packageName))
                .toList();
        return own.isEmpty()
                ? rows.stream().filter(row -> row.name().covers(packageName)).toList()
                : own;
    }

    private static void addForbiddenImports(Row row, JavaClass examined, Set<String> found) {
        for (Dependency dependency : examined.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (!target.isPrimitive() && !row.allows(target.getPackageName())) {
                found.add(examined.getName() + " uses " + target.getName() + ", which the row of " + row.name()
                        + " does not allow");
            }
        }
    }

    /** Whether exactly one row is about the package. */
    boolean knows(String packageName) {
        return matching(packageName).size() == 1;
    }

    /** A package, or with two dots at the end a package and all below it. */
    private record PackagePattern(String text) {
        boolean covers(String packageName) {
            if (!text.endsWith("..")) {
                return packageName.equals(text);
            }
            String top = text.substring(0, text.length() - 2);
            return packageName.equals(top) || packageName.startsWith(top + ".");
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What one package, or a package and those below it, may import. */
    private record Row(PackagePattern name, List<PackagePattern> allowed) {
        static Row parse(String line) {
            String[] columns = line.split("\\|", -1);
            if (columns.length != 3) {
                throw new IllegalArgumentException("not a row of three columns: " + line);
            }
            Stream<PackagePattern> ours = patterns(columns[1], Project.ROOT_PACKAGE + ".");
            Stream<PackagePattern> others = patterns(columns[2], "");
            return new Row(
                    new PackagePattern(Project.ROOT_PACKAGE + "." + columns[0].strip()),
                    Stream.concat(ours, others).toList());
        }

        private static Stream<PackagePattern> patterns(String names, String prefix) {
            return Stream.of(names.strip().split("\\s+", -1))
                    .filter(each -> !each.isEmpty())
                    .map(each -> new PackagePattern(prefix + each));
        }

        boolean allows(String packageName) {
            return name.covers(packageName)
                    || JAVA_BASE.contains(packageName)
                    || NULLNESS.covers(packageName)
                    || allowed.stream().anyMatch(each -> each.covers(packageName));
        }
    }
}
