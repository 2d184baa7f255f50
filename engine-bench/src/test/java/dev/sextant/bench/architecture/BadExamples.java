package dev.sextant.bench.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles classes that exist only to break a rule, so that each rule is seen to bite. */
final class BadExamples {
    private final Path folder;
    private final List<JavaFileObject> sources = new ArrayList<>();

    /** Class files go to the folder. */
    BadExamples(Path folder) {
        this.folder = folder;
    }

    /** Adds a class; the body is what stands between its braces. */
    BadExamples with(String packageName, String simpleName, String body) {
        String text = "package %s; public class %s { %s }".formatted(packageName, simpleName, body);
        sources.add(source(packageName.replace('.', '/') + "/" + simpleName + ".java", text));
        return this;
    }

    /** All classes added so far, compiled and read back. */
    JavaClasses compiled() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-d", folder.toString(), "-proc:none", "-nowarn");
        if (!compiler.getTask(messages, null, null, options, null, sources).call()) {
            throw new IllegalArgumentException("a bad example must compile to be one: " + messages);
        }
        return new ClassFileImporter().importPath(folder);
    }

    private static JavaFileObject source(String path, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
