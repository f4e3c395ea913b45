package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.SavedPlan;
import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.core.exception.SdkException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Plans in files. */
final class PlanFile {
    private PlanFile() {}

    /** Writes a plan without refusals. */
    static void write(Path file, Plan plan, ValuesOptions options, Target target, String region) {
        SavedPlan saved =
                new SavedPlan(
                        SavedPlan.VERSION,
                        target.toString(),
                        region,
                        account(target),
                        options.release(),
                        options.kept().stream().map(Path::toString).toList(),
                        ValuesOptions.digest(options.kept()),
                        plan);
        try {
            Files.writeString(file, saved.write());
        } catch (NoSuchFileException e) {
            throw new CliException(
                    "cannot write " + file + ": there is no directory " + file.getParent());
        } catch (IOException e) {
            throw new CliException("cannot write " + file + ": " + e.getMessage());
        }
    }

    /**
     * Reads a plan.
     *
     * @throws CliException if the file holds none that can be applied
     */
    static SavedPlan read(Path file) {
        try {
            return SavedPlan.read(ValuesOptions.read(file));
        } catch (SavedPlan.Unreadable e) {
            throw new CliException(file + " cannot be applied: " + e.getMessage());
        }
    }

    /**
     * Checks that a plan was made for this target and this account.
     *
     * @throws CliException if not
     */
    static void requireMadeFor(SavedPlan saved, Target target) {
        if (!saved.endpoint().equals(target.toString())) {
            throw new CliException(
                    "the plan was made for "
                            + saved.endpoint()
                            + " and is not applied to "
                            + target);
        }
        AwsAccount account = account(target);
        if (!saved.account().equals(account)) {
            throw new CliException(
                    "the plan was made for the account "
                            + saved.account().id()
                            + ", and these credentials are of "
                            + account.id());
        }
    }

    /** Whether the values files are still there and say something else now. */
    static boolean valuesHaveChanged(SavedPlan saved) {
        List<Path> files = saved.values().stream().map(Path::of).toList();
        return files.stream().allMatch(Files::isReadable)
                && !ValuesOptions.digest(files).equals(saved.valuesDigest());
    }

    private static AwsAccount account(Target target) {
        try {
            return target.account();
        } catch (SdkException e) {
            throw Rollout.unreachable(target, e);
        }
    }
}
