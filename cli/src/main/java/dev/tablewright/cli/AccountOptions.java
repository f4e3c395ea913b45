package dev.tablewright.cli;

import dev.tablewright.controlplane.access.AccessSnapshot;
import dev.tablewright.controlplane.access.SnapshotReader;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The options that say which account is looked at, for commands that only look. */
final class AccountOptions {
    @Mixin private DirectoryOption directory = new DirectoryOption();

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description =
                    "Endpoint to ask, with credentials from AWS's usual configuration. Without it"
                            + " the server that runs on the data directory is asked, as its"
                            + " administrator; where none runs, what AWS's usual configuration"
                            + " says.")
    private @Nullable URI endpoint;

    @Option(names = "--aws", description = "Ask what AWS's usual configuration says, in any case.")
    private boolean aws;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description =
                    "Region whose tables are looked at; may be given several times (default:"
                            + " AWS_REGION, or eu-west-1).")
    private List<String> regions = List.of();

    /** Returns the data directory whose server is asked. */
    DataDirectory directory() {
        return directory.get();
    }

    /** Whether something else than the server of the data directory is to be asked. */
    boolean isElsewhere() {
        return endpoint != null || aws;
    }

    /** Returns the first region: that of what is named without one. */
    String region() {
        return regions.isEmpty() ? fromEnvironment() : regions.getFirst();
    }

    /** Returns all regions, without repeats. */
    List<String> regions() {
        return regions.isEmpty() ? List.of(region()) : regions.stream().distinct().toList();
    }

    private static String fromEnvironment() {
        for (String name : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
            String region = System.getenv(name);
            if (region != null && !region.isBlank()) {
                return region;
            }
        }
        return "eu-west-1";
    }

    /** The account that is looked at, open for calls. */
    record Account(Target target, Optional<Administration> administration) {}

    /** Opens the account; the caller closes its target. */
    Account open(Console console) {
        Optional<DataDirectory.Running> running =
                endpoint == null && !aws ? directory.get().running() : Optional.empty();
        if (running.isPresent()) {
            Keys keys =
                    new Session(directory.get(), running.get()).user(Administrator.USER, region());
            URI local = running.get().endpoint();
            console.say("asking " + local + " as " + Administrator.USER);
            return new Account(
                    Administrator.target(local, keys, region()),
                    Optional.of(Administration.at(local, keys, region())));
        }
        Target target = new Target(endpoint, null, region());
        if (!target.hasCredentials()) {
            target.close();
            throw new CliException(
                    "no server runs on the data directory "
                            + directory.get().root()
                            + ", and there are no AWS credentials: start one with \"tablewright"
                            + " up\", or set AWS_PROFILE");
        }
        console.say("asking " + target);
        return new Account(
                target, target.endpoint().map(url -> Administration.at(url, null, region())));
    }

    /**
     * Reads the account.
     *
     * @param more regions besides those of the options
     */
    AccessSnapshot snapshot(Account account, Collection<String> more) {
        TreeSet<String> all = new TreeSet<>(more);
        all.addAll(regions);
        all.add(region());
        try {
            return SnapshotReader.read(account.target(), all);
        } catch (AwsServiceException e) {
            throw new CliException(account.target() + " answers: " + Target.sentence(e));
        } catch (SdkException e) {
            throw new CliException("cannot use " + account.target() + ": " + e.getMessage());
        }
    }
}
