package dev.sextant.replication.runtime.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** A file that comes with the console. */
enum Resource {
    PAGE("/", "console.html", "text/html; charset=utf-8"),
    SCRIPT("/console.js", "console.js", "text/javascript; charset=utf-8"),
    STYLE("/console.css", "console.css", "text/css; charset=utf-8"),
    ICON("/icon.svg", "icon.svg", "image/svg+xml");

    private final String path;
    private final String contentType;
    private final byte[] content;

    Resource(String path, String file, String contentType) {
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
