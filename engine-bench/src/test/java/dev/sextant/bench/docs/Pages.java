package dev.sextant.bench.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages of the documentation, and what can be taken out of their text. */
final class Pages {
    private static final Pattern SAMPLE =
            Pattern.compile("(?:<!-- sample: (\\w+) -->\n)?```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION =
            Pattern.compile("// tag::(\\w+)\\[\\]\n(.*?)\n *// end::\\1\\[\\]", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern FENCED = Pattern.compile("```.*?```", Pattern.DOTALL);

    private Pages() {}

    /** The project's own folder: tests run in their module's, one below. */
    static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("README.md")) && Files.isDirectory(folder.resolve("engine-api"))) {
                return folder;
            }
        }
        throw new IllegalStateException("run this inside the project: no folder above has its README.md");
    }

    /** README.md and everything below docs, in order. */
    static List<Path> all() {
        List<Path> pages = new ArrayList<>();
        pages.add(root().resolve("README.md"));
        pages.addAll(filesBelow(root().resolve("docs"), ".md"));
        return pages;
    }

    /** The Java sources of all modules, in order. */
    static List<Path> sources() {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("engine-api", "engine-conflict", "engine-storage", "engine-replication")) {
            sources.addAll(filesBelow(root().resolve(module).resolve("src"), ".java"));
        }
        return sources;
    }

    private static List<Path> filesBelow(Path folder, String ending) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static String read(String fromRoot) {
        return read(root().resolve(fromRoot));
    }

    /** A block of Java on a page, and the tag it claims to be; empty if it claims none. */
    record Sample(String tag, String text) {}

    /** The blocks of Java on a page. */
    static List<Sample> samples(String page) {
        List<Sample> samples = new ArrayList<>();
        Matcher matcher = SAMPLE.matcher(page);
        while (matcher.find()) {
            String tag = matcher.group(1);
            samples.add(new Sample(tag == null ? "" : tag, matcher.group(2)));
        }
        return samples;
    }

    /** The tagged regions of a source, without the indentation they have in common. */
    static Map<String, String> regions(String source) {
        Map<String, String> regions = new TreeMap<>();
        Matcher matcher = REGION.matcher(source);
        while (matcher.find()) {
            String text = matcher.group(2).stripIndent() + "\n";
            if (regions.put(matcher.group(1), text) != null) {
                throw new IllegalStateException("two regions are tagged " + matcher.group(1));
            }
        }
        return regions;
    }

    /** Where the links on a page lead, but for those in blocks of code. */
    static List<String> links(String page) {
        List<String> links = new ArrayList<>();
        Matcher matcher = LINK.matcher(FENCED.matcher(page).replaceAll(""));
        while (matcher.find()) {
            links.add(matcher.group(1));
        }
        return links;
    }

    /** The anchors of a page's headings, as GitHub and most others make them. */
    static List<String> anchors(String page) {
        return FENCED.matcher(page)
                .replaceAll("")
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ *", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** The cells of the rows of all tables below a heading, up to the next heading of that or a higher level. */
    static List<List<String>> tableRows(String page, String heading) {
        int level = heading.indexOf(' ');
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : page.lines().toList()) {
            if (line.equals(heading)) {
                inside = true;
            } else if (line.matches("#{1," + level + "} .*")) {
                inside = false;
            } else if (inside && line.startsWith("|")) {
                rows.add(Stream.of(line.split("(?<!\\\\)\\|", -1))
                        .map(String::strip)
                        .toList());
            }
        }
        return rows;
    }
}
