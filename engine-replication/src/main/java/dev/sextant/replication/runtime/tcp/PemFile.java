package dev.sextant.replication.runtime.tcp;

import dev.sextant.api.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PEM file that a setting names, as it was when it was read. What is wrong with it is told by setting and file. Immutable. */
final class PemFile {
    private static final int BYTES_MOST = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    private final String setting;
    private final Path path;
    private final List<Block> blocks;

    private PemFile(String setting, Path path, List<Block> blocks) {
        this.setting = setting;
        this.path = path;
        this.blocks = blocks;
    }

    private record Block(String kind, byte[] content) {}

    static PemFile read(String setting, Path path) {
        PemFile empty = new PemFile(setting, path, List.of());
        byte[] content;
        try (InputStream in = Files.newInputStream(path)) {
            content = in.readNBytes(BYTES_MOST + 1);
        } catch (NoSuchFileException e) {
            throw empty.problem("does not exist");
        } catch (AccessDeniedException e) {
            throw empty.problem("may not be read by this process");
        } catch (IOException e) {
            throw empty.problem("cannot be read: " + e.getMessage());
        }
        if (content.length > BYTES_MOST) {
            throw empty.problem("is longer than " + BYTES_MOST + " bytes, so it is something else than a PEM file");
        }
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            try {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException e) {
                throw empty.problem("is damaged: a block in it is not Base64");
            }
        }
        return new PemFile(setting, path, blocks);
    }

    /** That the file is not as it should be; the problem is a clause. */
    ConfigurationException problem(String problem) {
        return new ConfigurationException(setting, "names the file " + path + ", which " + problem);
    }

    /** All certificates in it, one at least. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.kind().equals("CERTIFICATE")) {
                    InputStream content = new ByteArrayInputStream(block.content());
                    certificates.add((X509Certificate) factory.generateCertificate(content));
                }
            }
        } catch (GeneralSecurityException e) {
            throw problem("has a certificate that cannot be read: " + e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw problem("has no certificate in it: a block that begins with -----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    /** The private key in it. */
    PrivateKey privateKey(String algorithm) {
        for (Block block : blocks) {
            if (block.kind().equals("PRIVATE KEY")) {
                return privateKey(algorithm, block.content());
            } else if (block.kind().equals("ENCRYPTED PRIVATE KEY")) {
                throw problem("has a key that is encrypted; decrypt it with: openssl pkcs8 -in " + path);
            } else if (block.kind().endsWith(" PRIVATE KEY")) {
                throw problem("has a key in another form; convert it to PKCS#8 with: openssl pkcs8 -topk8 -nocrypt -in "
                        + path);
            }
        }
        throw problem("has no private key in it: a block that begins with -----BEGIN PRIVATE KEY-----");
    }

    private PrivateKey privateKey(String algorithm, byte[] content) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(content));
        } catch (GeneralSecurityException e) {
            throw problem("has a key that cannot be read as the " + algorithm + " key that the certificate needs");
        }
    }
}
