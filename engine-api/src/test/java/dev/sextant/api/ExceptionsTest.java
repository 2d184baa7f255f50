package dev.sextant.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exception says what happened, what is unharmed and what to do. */
class ExceptionsTest {
    private static final TransactionId ID = new TransactionId(0, 1);
    private static final Path PATH = Path.of("volume");
    private static final CommitToken TOKEN = new CommitToken(ID, new WriterId(1), 3, List.of(7L, 7L, 7L, 7L));

    static Stream<SextantException> samples() {
        IllegalStateException cause = new IllegalStateException("the cause");
        return Stream.of(
                new ClusterClosedException(),
                new SessionClosedException(),
                new TransactionClosedException(ID),
                new ReadOnlyTransactionException(ID),
                new UnknownTableException("t"),
                new CodecException("t", CodecException.Part.KEY, CodecException.Step.ENCODE, cause),
                new CodecException("t", CodecException.Part.VALUE, CodecException.Step.DECODE, cause),
                new KeyTooLargeException("t", 2000, 1024),
                new ValueTooLargeException("t", 2000, 1024),
                new ScanLimitExceededException("t", "rows", 10),
                new TransactionTooLargeException(ID, "bytes", 10),
                new DuplicateKeyException("t", "'k'"),
                new MergeException("t", "'k'", cause),
                new OverloadedException("queuedCommits", 10),
                new SnapshotTooOldException(ReadPoint.ZERO),
                new QuorumLostException(3, 4),
                WriterUnavailableException.of(new WriterId(2), WriterState.FENCED),
                WriterUnavailableException.none(),
                new WriteConflictException(conflict(ConflictKind.ROW_WRITTEN), 1),
                new SerializationConflictException(conflict(ConflictKind.ROW_READ), 2),
                new SerializationConflictException(conflict(ConflictKind.RANGE_READ), 2),
                new VolumeRewoundException(conflict(ConflictKind.REWOUND), 2),
                new BacktrackIndeterminateException(ReadPoint.ZERO),
                new BacktrackTooLargeException(1_000_000),
                RepairRefusedException.obstructed("segment-3 does not answer."),
                RepairRefusedException.outdated(),
                RepairRefusedException.cutShort("Not all that it needs came from segment-3 in time."),
                new CommitAbandonedException(CommitResult.Conflicted.abandoned(ID), 3),
                new IndeterminateCommitException(new CommitResult.Indeterminate(TOKEN)),
                new DirectoryInUseException(PATH),
                new DirectoryOccupiedException(PATH),
                new RestoreRefusedException(PATH, "there is no backup 7", "Choose one that is there."),
                new DirectoryVersionException(PATH, "2", "1"),
                new ForeignDirectoryException(PATH, "it has no manifest"),
                new StorageFailedException(PATH, cause),
                new ConfigurationException("writers", "must be 1 to 4, not 7"),
                new EngineMissingException());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void saysThreeThingsInSentences(SextantException exception) {
        String message = exception.getMessage();
        long sentences = message.chars().filter(c -> c == '.').count();
        assertTrue(sentences >= 3, message);
        assertTrue(message.endsWith(".") && Character.isUpperCase(message.charAt(0)), message);
        assertTrue(!message.contains("null") && !message.contains("  ") && !message.contains(".."), message);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void survivesSerializationWithItsMessage(SextantException exception) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(exception);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            SextantException copy = (SextantException) in.readObject();
            assertEquals(exception.getMessage(), copy.getMessage());
            assertEquals(exception.remedy(), copy.remedy());
        }
    }

    @Test
    void everyExceptionHasASample() throws IOException, URISyntaxException {
        Set<String> sampled = samples()
                .map(sample -> sample.getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(concreteExceptions(), sampled);
        Set<Remedy> remedies = samples().map(SextantException::remedy).collect(Collectors.toSet());
        assertEquals(Set.of(Remedy.values()), remedies);
    }

    @Test
    void onlyWhatDidNotHappenIsToBeRetried() {
        samples()
                .filter(sample -> sample.remedy() == Remedy.RETRY)
                .forEach(sample -> assertTrue(
                        sample.getMessage().contains("othing of")
                                || sample.getMessage().contains("without effect"),
                        sample.getMessage()));
    }

    @Test
    void namesWhatToAddWhenTheEngineIsMissing() {
        assertTrue(new EngineMissingException().getMessage().contains("dev.sextant:engine-replication"));
    }

    @Test
    void theMessageOfAnIndeterminateCommitCarriesItsToken() {
        String message = new IndeterminateCommitException(new CommitResult.Indeterminate(TOKEN)).getMessage();
        assertTrue(message.contains(TOKEN.toString()), message);
    }

    private static CommitResult.Conflicted conflict(ConflictKind kind) {
        return new CommitResult.Conflicted(ID, kind, "accounts", "'alice'");
    }

    /** The names of all exceptions of the package that can be thrown, as the compiler left them. */
    private static Set<String> concreteExceptions() throws IOException, URISyntaxException {
        Path classes = Path.of(SextantException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.list(classes.resolve("dev/sextant/api".replace('/', File.separatorChar)))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Exception.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .filter(name -> !Modifier.isAbstract(load(name).getModifiers()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Class<?> load(String simpleName) {
        try {
            return Class.forName("dev.sextant.api." + simpleName);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
