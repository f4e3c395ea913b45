package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.DesiredApplications;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.values.ApplicationsValues;
import dev.tablewright.controlplane.values.SetArgument;
import dev.tablewright.controlplane.values.SetArgument.Form;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The options that name a values file and where it is installed. */
final class ValuesOptions {
    @Option(
            names = {"-f", "--values"},
            paramLabel = "FILE",
            description =
                    "Values file, or - for standard input. May be given several times: later ones"
                            + " win, as with helm -f.")
    private List<Path> files = List.of();

    @Option(
            names = {"-a", "--applications"},
            paramLabel = "FILE",
            description =
                    "Applications file, the values of idp-advanced: roles of service accounts,"
                            + " made before the tables give them access. Alone, or beside -f; may"
                            + " be given several times.")
    private List<Path> applicationFiles = List.of();

    @Option(
            names = "--applications-release",
            paramLabel = "NAME",
            defaultValue = Release.APPLICATIONS_NAME,
            description =
                    "Tells several applications files of one namespace apart (default:"
                            + " ${DEFAULT-VALUE}).")
    private String applicationsRelease = Release.APPLICATIONS_NAME;

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description =
                    "Set a value over the files, in Helm's syntax: region=eu-west-1,"
                            + "tables[0].name=Orders. May be given several times.")
    private List<String> sets = List.of();

    @Option(
            names = "--set-string",
            paramLabel = "FIELD=VALUE",
            description = "As --set, after it, and every value is text.")
    private List<String> textSets = List.of();

    @Option(
            names = "--set-json",
            paramLabel = "FIELD=JSON",
            description =
                    "As --set, before it, and every value is JSON: tags={\"team\":\"koa\"}. A lone"
                            + " JSON object is merged over the files.")
    private List<String> jsonSets = List.of();

    @Option(
            names = "--set-file",
            paramLabel = "FIELD=PATH",
            description = "As --set, last of all; the value is the content of a file.")
    private List<String> fileSets = List.of();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            required = true,
            description = "Kubernetes namespace; part of every table name.")
    private String namespace = "";

    @Option(
            names = "--release",
            paramLabel = "NAME",
            defaultValue = Release.DEFAULT_NAME,
            description =
                    "Tells several values files of one namespace apart (default:"
                            + " ${DEFAULT-VALUE}).")
    private String release = Release.DEFAULT_NAME;

    private static final Path STANDARD_INPUT = Path.of("-");

    /** What the files come to: they are read once. */
    private @Nullable Values parsed;

    /** What came by standard input, which can be read only once. */
    private @Nullable String piped;

    /** Returns the values files, in order. */
    List<Path> files() {
        return files;
    }

    /** Returns the values files and the applications files that can be read again, in order. */
    List<Path> kept() {
        List<Path> all = new ArrayList<>(files);
        all.addAll(applicationFiles);
        all.removeIf(STANDARD_INPUT::equals);
        return all;
    }

    /** Returns whose tables these are. */
    Release release() {
        return release(release);
    }

    /** Returns whose roles those of the applications are. */
    Release applicationsRelease() {
        return release(applicationsRelease);
    }

    private Release release(String name) {
        try {
            return new Release(namespace, name);
        } catch (IllegalArgumentException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    /** Reads the files and checks everything that can be checked without a target. */
    Values values() throws ValuesException {
        if (files.isEmpty()) {
            throw new CliException("no values file: give one with -f FILE");
        }
        Values known = parsed;
        if (known == null) {
            known = ValuesParser.parse(sources(files, this::given), arguments());
            DesiredState.check(known, release());
            parsed = known;
        }
        return known;
    }

    /**
     * Reads the values files, if there are any.
     *
     * @throws CliException if there is no file of any kind
     */
    Optional<Values> tables() throws ValuesException {
        if (files.isEmpty() && applicationFiles.isEmpty()) {
            throw new CliException(
                    "nothing to do: give a values file with -f FILE, an applications file with -a"
                            + " FILE, or both");
        }
        if (files.isEmpty() && !arguments().isEmpty()) {
            throw new CliException("--set and its sisters are for values files: give one with -f");
        }
        return files.isEmpty() ? Optional.empty() : Optional.of(values());
    }

    /** Reads the applications files and checks what can be checked without a target. */
    Optional<ApplicationsValues> applications() throws ValuesException {
        if (applicationFiles.isEmpty()) {
            return Optional.empty();
        }
        ApplicationsValues values =
                ValuesParser.applications(sources(applicationFiles, this::given));
        DesiredApplications.check(values, applicationsRelease());
        return Optional.of(values);
    }

    /** Returns the region whose STS is asked who the credentials are. */
    String region() throws ValuesException {
        Optional<Values> values = tables();
        return values.isPresent()
                ? values.get().region()
                : applications().map(ApplicationsValues::region).orElseThrow();
    }

    /** Returns the SHA-256 of the files' contents, in hexadecimal digits. */
    static String digest(List<Path> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(read(file).getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Returns what files and arguments come to, as YAML. */
    String effective() throws ValuesException {
        return ValuesParser.effective(sources(files, this::given), arguments());
    }

    /** Whether the files alone are the values, so that whoever reads them again has them. */
    boolean areFiles() {
        return arguments().isEmpty() && !files.contains(STANDARD_INPUT);
    }

    private List<SetArgument> arguments() {
        List<SetArgument> arguments = new ArrayList<>();
        jsonSets.forEach(set -> arguments.add(new SetArgument(set, Form.JSON)));
        sets.forEach(set -> arguments.add(new SetArgument(set, Form.TYPED)));
        textSets.forEach(set -> arguments.add(new SetArgument(set, Form.TEXT)));
        fileSets.forEach(
                set -> arguments.add(new SetArgument(set, Form.FILE, path -> read(Path.of(path)))));
        return arguments;
    }

    /** Returns the files and what they are installed as. */
    Installed installed() {
        return new Installed(release(), files);
    }

    /** Reads values files; later ones win. */
    static Values parse(List<Path> files) throws ValuesException {
        return ValuesParser.parse(sources(files));
    }

    private static List<Source> sources(List<Path> files) {
        return sources(files, ValuesOptions::read);
    }

    private static List<Source> sources(List<Path> files, Function<Path, String> reader) {
        List<Source> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(new Source(file.toString(), reader.apply(file)));
        }
        return sources;
    }

    private String given(Path file) {
        if (!file.equals(STANDARD_INPUT)) {
            return read(file);
        }
        String known = piped;
        if (known == null) {
            try {
                known = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new CliException("cannot read standard input: " + e.getMessage());
            }
            piped = known;
        }
        return known;
    }

    /** Reads a file whole. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new CliException("there is no file " + file);
        } catch (AccessDeniedException e) {
            throw new CliException(file + " may not be read");
        } catch (CharacterCodingException e) {
            throw new CliException(file + " is not UTF-8");
        } catch (IOException e) {
            throw new CliException("cannot read " + file + ": " + e.getMessage());
        }
    }
}
