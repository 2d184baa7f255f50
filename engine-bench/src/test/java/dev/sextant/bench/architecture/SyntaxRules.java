package dev.sextant.bench.architecture;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssertTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Rules on the shape of Java code, checked on the JDK's own syntax tree, so that a word in a comment or a string is not
 * taken for code.
 */
final class SyntaxRules extends TreePathScanner<@Nullable Void, @Nullable Void> {
    static final int LINES_A_METHOD = 70;

    private static final Pattern SWITCHED_OFF = Pattern.compile("(.*\\.)?(Disabled\\w*|Ignore)");
    private static final Pattern SLEEP = Pattern.compile("(.*\\.)?(sleep|parkNanos|parkUntil)");

    private final DocTrees trees;
    private final SourceFile file;
    private final CompilationUnitTree unit;
    private final List<String> findings;

    private SyntaxRules(DocTrees trees, SourceFile file, CompilationUnitTree unit, List<String> findings) {
        this.trees = trees;
        this.file = file;
        this.unit = unit;
        this.findings = findings;
    }

    /** A line for every breach, with its file and line. */
    static List<String> findings(List<SourceFile> files) {
        if (files.isEmpty()) {
            return List.of();
        }
        Map<URI, SourceFile> byUri = new LinkedHashMap<>();
        files.forEach(file -> byUri.put(uri(file), file));
        List<String> findings = new ArrayList<>();
        DiagnosticCollector<JavaFileObject> errors = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, errors, List.of("-proc:none"), null, inMemory(files));
        DocTrees trees = DocTrees.instance(task);
        for (CompilationUnitTree unit : parsed(task)) {
            SourceFile file =
                    Objects.requireNonNull(byUri.get(unit.getSourceFile().toUri()));
            new SyntaxRules(trees, file, unit, findings).scan(unit, null);
        }
        errors.getDiagnostics().forEach(each -> findings.add("not readable as Java: " + each));
        return findings;
    }

    private static URI uri(SourceFile file) {
        return URI.create("string:///" + file.path());
    }

    private static List<JavaFileObject> inMemory(List<SourceFile> files) {
        List<JavaFileObject> all = new ArrayList<>();
        for (SourceFile file : files) {
            all.add(new SimpleJavaFileObject(uri(file), JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return file.text();
                }
            });
        }
        return all;
    }

    private static Iterable<? extends CompilationUnitTree> parsed(JavacTask task) {
        try {
            return task.parse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable Void visitPackage(PackageTree tree, @Nullable Void nothing) {
        if (file.fileName().equals("package-info.java")) {
            requireComment(tree, "the package");
            boolean marked = tree.getAnnotations().stream()
                    .anyMatch(each -> each.getAnnotationType().toString().equals("NullMarked"));
            if (!marked) {
                add(tree, "the package is not @NullMarked");
            }
        }
        return super.visitPackage(tree, null);
    }

    @Override
    public @Nullable Void visitImport(ImportTree tree, @Nullable Void nothing) {
        if (tree.getQualifiedIdentifier().toString().endsWith(".*")) {
            add(tree, "imports everything; name what is used");
        }
        return super.visitImport(tree, null);
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
        boolean outermost = getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
        if (outermost && file.isProduction()) {
            requireComment(tree, tree.getSimpleName().toString());
        }
        for (Tree member : tree.getMembers()) {
            if (member instanceof BlockTree) {
                requireShort(member, "an initializer");
            }
        }
        return super.visitClass(tree, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
        requireShort(tree, tree.getName().toString());
        return super.visitMethod(tree, null);
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree tree, @Nullable Void nothing) {
        if (SWITCHED_OFF.matcher(tree.getAnnotationType().toString()).matches()) {
            add(tree, "a test that is switched off tests nothing; mend it or remove it");
        }
        return super.visitAnnotation(tree, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
        refuseSleep(tree, tree.getMethodSelect().toString());
        return super.visitMethodInvocation(tree, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void nothing) {
        refuseSleep(tree, tree.getName().toString());
        return super.visitMemberReference(tree, null);
    }

    @Override
    public @Nullable Void visitCatch(CatchTree tree, @Nullable Void nothing) {
        if (tree.getBlock().getStatements().isEmpty()) {
            add(tree, "swallows an exception");
        }
        return super.visitCatch(tree, null);
    }

    @Override
    public @Nullable Void visitAssert(AssertTree tree, @Nullable Void nothing) {
        add(tree, "an assert is off by default; use Check");
        return super.visitAssert(tree, null);
    }

    @Override
    public @Nullable Void visitSynchronized(SynchronizedTree tree, @Nullable Void nothing) {
        if (file.isProduction() && PureCode.PACKAGES.contains(packageName())) {
            add(tree, "synchronized in a pure package");
        }
        return super.visitSynchronized(tree, null);
    }

    private void refuseSleep(Tree tree, String method) {
        if (!file.isProduction() && SLEEP.matcher(method).matches()) {
            add(tree, "a test that sleeps; await what it waits for");
        }
    }

    private void requireShort(Tree tree, String name) {
        SourcePositions positions = trees.getSourcePositions();
        long lines = line(positions.getEndPosition(unit, tree)) - line(positions.getStartPosition(unit, tree)) + 1;
        if (lines > LINES_A_METHOD) {
            add(tree, name + " has " + lines + " lines, at most " + LINES_A_METHOD);
        }
    }

    private void requireComment(Tree tree, String name) {
        String comment = trees.getDocComment(getCurrentPath());
        if (comment == null || comment.isBlank()) {
            add(tree, name + " has no header comment");
        }
    }

    private String packageName() {
        return String.valueOf(unit.getPackageName());
    }

    private void add(Tree tree, String finding) {
        long line = line(trees.getSourcePositions().getStartPosition(unit, tree));
        findings.add(file.path() + ":" + line + ": " + finding);
    }

    private long line(long position) {
        return unit.getLineMap().getLineNumber(position);
    }
}
