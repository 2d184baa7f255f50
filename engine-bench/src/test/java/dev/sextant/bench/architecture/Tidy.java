package dev.sextant.bench.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What files must keep to beyond what the formatter and the compiler see. Text is checked line by line here; what needs the
 * syntax tree is in {@link SyntaxRules}.
 */
final class Tidy {
    static final int LINES_A_FILE = 800;

    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private Tidy() {}

    /** A line for everything untidy, with where it is. */
    static List<String> findings(List<SourceFile> files) {
        List<String> findings = new ArrayList<>();
        for (SourceFile file : files) {
            addKind(file, findings);
            addLength(file, findings);
            addLines(file, findings);
        }
        addUndescribedPackages(files, findings);
        findings.addAll(
                SyntaxRules.findings(files.stream().filter(SourceFile::isJava).toList()));
        return findings;
    }

    private static void addKind(SourceFile file, List<String> findings) {
        boolean amongJava = file.path().matches("[^/]+/src/[^/]+/java/.*");
        if (amongJava != file.isJava()) {
            findings.add(file.path() + ": Java files, and no others, are in src/main/java and src/test/java");
        }
    }

    private static void addLength(SourceFile file, List<String> findings) {
        long lines = file.text().lines().count();
        if (file.isJava() && lines > LINES_A_FILE) {
            findings.add(file.path() + ": " + lines + " lines, at most " + LINES_A_FILE);
        }
        if (!file.text().endsWith("\n")) {
            findings.add(file.path() + ": no newline at the end");
        }
    }

    private static void addLines(SourceFile file, List<String> findings) {
        String[] lines = file.text().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String at = file.path() + ":" + (i + 1) + ": ";
            if (lines[i].indexOf('\t') >= 0) {
                findings.add(at + "a tab");
            }
            if (!lines[i].equals(lines[i].stripTrailing())) {
                findings.add(at + "white space at the end of the line");
            }
            if (UNFINISHED.matcher(lines[i]).find()) {
                findings.add(at + "marked as unfinished; plans belong in issues");
            }
        }
    }

    /** Tests share their package with what they test; a package that only tests have, they describe. */
    private static void addUndescribedPackages(List<SourceFile> files, List<String> findings) {
        Set<String> described = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        for (SourceFile file : files) {
            if (file.isJava()) {
                boolean description = file.fileName().equals("package-info.java");
                (description ? described : used).add(file.folder());
            }
        }
        for (String folder : used) {
            boolean byProduction = described.contains(folder.replace("/src/test/", "/src/main/"));
            if (!described.contains(folder) && !byProduction) {
                findings.add(folder + ": no package-info.java");
            }
        }
    }
}
