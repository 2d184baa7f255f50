package dev.sextant.replication.runtime.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** A file that comes with the console. */
final class Resource {
    /** Where the page is. */
    static final String PAGE = "/";

    private final String path;
    private final String contentType;
    private final byte[] content;

    private Resource(String path, String file, String contentType) {
        this.path = path;
        this.contentType = contentType;
        try (InputStream in = Resource.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jar of engine-replication lacks " + file + ": build it anew");
            }
            content = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that there are. */
    static List<Resource> all() {
        return List.of(
                new Resource(PAGE, "console.html", "text/html; charset=utf-8"),
                new Resource("/console.js", "console.js", "text/javascript; charset=utf-8"),
                new Resource("/console.css", "console.css", "text/css; charset=utf-8"),
                new Resource("/icon.svg", "icon.svg", "image/svg+xml"));
    }

    String path() {
        return path;
    }

    String contentType() {
        return contentType;
    }

    byte[] content() {
        return Arrays.copyOf(content, content.length);
    }
}
