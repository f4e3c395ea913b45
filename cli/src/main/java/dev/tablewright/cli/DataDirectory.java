package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.server.Installation;
import dev.tablewright.server.PrivateFile;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of an installation, besides the store: keys, AWS profiles, and who is running. */
final class DataDirectory {
    private static final String RUNNING = "running";
    private static final String ROOT = "root";
    private static final String INSTALLED = "installed.json";

    private static final Pattern REGION = Pattern.compile("(?m)^region = ([a-z0-9-]+)$");

    private final Path root;

    DataDirectory(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Returns the file of profiles: one for each role. */
    Path awsConfig() {
        return root.resolve("aws").resolve("config");
    }

    /** Returns the file of long-term keys. */
    Path awsCredentials() {
        return root.resolve("aws").resolve("credentials");
    }

    /** Returns where the server writes who did what. */
    Path audit() {
        return root.resolve(Installation.AUDIT);
    }

    /** Returns where values are kept that were not files alone. A namespace has no dots. */
    Path values(Release release) {
        return root.resolve(release.namespace() + "." + release.name() + ".values.yaml");
    }

    /** Returns where a detached server logs to. */
    Path log() {
        return root.resolve("server.log");
    }

    /**
     * A running server.
     *
     * @param pid of its process
     * @param inMemory whether the directory holds keys only, and no data
     */
    record Running(long pid, URI endpoint, String account, boolean inMemory) {
        boolean isAlive() {
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
    }

    /** Notes that this process serves the directory. */
    void note(Running running) {
        write(
                root.resolve(RUNNING),
                "pid="
                        + running.pid()
                        + "\nendpoint="
                        + running.endpoint()
                        + "\naccount="
                        + running.account()
                        + "\ninMemory="
                        + running.inMemory()
                        + "\n");
    }

    /** Forgets the note, provided that it is of process {@code pid}. */
    void forget(long pid) {
        if (noted().filter(running -> running.pid() == pid).isPresent()) {
            try {
                Files.deleteIfExists(root.resolve(RUNNING));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns the server that runs on this directory. */
    Optional<Running> running() {
        return noted().filter(Running::isAlive);
    }

    private Optional<Running> noted() {
        String text = read(root.resolve(RUNNING));
        if (text == null) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
            return Optional.of(
                    new Running(
                            Long.parseLong(properties.getProperty("pid", "")),
                            URI.create(properties.getProperty("endpoint", "")),
                            properties.getProperty("account", Installation.DEFAULT_ACCOUNT),
                            Boolean.parseBoolean(properties.getProperty("inMemory"))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the server that runs on this directory.
     *
     * @throws CliException if there is none
     */
    Running required() {
        return running()
                .orElseThrow(
                        () ->
                                new CliException(
                                        "no server is running on the data directory "
                                                + root
                                                + "; start one with \"tablewright up\" or"
                                                + " \"tablewright serve\""));
    }

    /** Returns the root user's key of the server that runs, as far as it is kept. */
    Optional<Keys> rootKeys(Running running) {
        return running.inMemory()
                ? userKeys(ROOT)
                : AwsFiles.keys(read(root.resolve(Installation.ROOT_CREDENTIALS)), ROOT);
    }

    /** Returns the regions that the profiles name, and the default one. */
    Set<String> regions() {
        Set<String> regions = new TreeSet<>(Set.of("eu-west-1"));
        String profiles = read(awsConfig());
        if (profiles != null) {
            Matcher region = REGION.matcher(profiles);
            while (region.find()) {
                regions.add(region.group(1));
            }
        }
        return regions;
    }

    /** Keeps the root key of a server in memory; that of a store is kept beside the store. */
    void keepRootKeys(Keys keys) {
        keepUserKeys(ROOT, keys);
    }

    /** Returns the keys of a user, kept under the user's name. */
    Optional<Keys> userKeys(String user) {
        return AwsFiles.keys(read(awsCredentials()), user);
    }

    /** Keeps the keys of a user, readable by the owner of the directory only. */
    void keepUserKeys(String user, Keys keys) {
        String old = read(awsCredentials());
        write(awsCredentials(), AwsFiles.withKeys(old == null ? "" : old, user, keys));
    }

    /** Keeps the key of a further account's root user, as a profile for AWS's tools. */
    void keepAccount(String profile, String account, Keys rootKeys, URI endpoint, String region) {
        String old = read(awsCredentials());
        write(
                awsCredentials(),
                AwsFiles.withAccount(old == null ? "" : old, profile, account, rootKeys));
        write(awsConfig(), AwsFiles.withProfile(read(awsConfig()), profile, endpoint, region));
    }

    /** Returns the further accounts whose root keys are kept, by profile. */
    Map<String, String> accounts() {
        return AwsFiles.accounts(read(awsCredentials()));
    }

    /**
     * Returns the root key of a further account.
     *
     * @param account its number or its profile
     */
    Optional<Keys> accountKeys(String account) {
        return accounts().entrySet().stream()
                .filter(kept -> kept.getKey().equals(account) || kept.getValue().equals(account))
                .findFirst()
                .flatMap(kept -> userKeys(kept.getKey()));
    }

    /** Notes which values were applied; of one release only the newest. */
    void noteInstalled(Installed applied) {
        List<Installed> all = new ArrayList<>(installed());
        all.removeIf(old -> old.release().equals(applied.release()));
        all.add(applied.absolute());
        List<Map<String, Object>> document = new ArrayList<>();
        for (Installed one : all) {
            document.add(
                    Map.of(
                            "namespace", one.release().namespace(),
                            "release", one.release().name(),
                            "files", one.files().stream().map(Path::toString).toList()));
        }
        write(root.resolve(INSTALLED), JsonMapper.shared().writeValueAsString(document) + "\n");
    }

    /** Returns the values that were applied, by release. */
    List<Installed> installed() {
        String text = read(root.resolve(INSTALLED));
        List<Installed> all = new ArrayList<>();
        if (text == null) {
            return all;
        }
        try {
            for (JsonNode one : JsonMapper.shared().readTree(text)) {
                List<Path> files = new ArrayList<>();
                one.path("files").forEach(file -> files.add(Path.of(file.asString())));
                var release =
                        new Release(
                                one.path("namespace").asString(""),
                                one.path("release").asString(""));
                all.add(new Installed(release, files));
            }
            return all;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new CliException(
                    root.resolve(INSTALLED) + " cannot be read; delete it: " + e.getMessage());
        }
    }

    static void write(Path file, String text) {
        try {
            PrivateFile.write(file, text);
        } catch (IOException e) {
            throw new CliException("cannot write " + file + ": " + e.getMessage());
        }
    }

    private static @Nullable String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new CliException("cannot read " + file + ": " + e.getMessage());
        }
    }
}
