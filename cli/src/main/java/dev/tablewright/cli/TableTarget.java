package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.target.Target;

import picocli.CommandLine.Mixin;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

import java.util.List;

/** The options that say where a table is, for verbs about the data of tables; and finding it. */
final class TableTarget {
    @Mixin private AccountOptions account = new AccountOptions();

    Target open(Console console) {
        return account.open(console).target();
    }

    String region() {
        return account.region();
    }

    List<String> regions() {
        return account.regions();
    }

    /**
     * Finds a table by its name in AWS, or by the end of it, when only one ends so: {@code Orders}
     * for {@code idp-koa-dev-Orders}.
     *
     * @throws CliException if there is none, or several
     */
    TableAddress table(Target target, String name, Console console) {
        TableAddress exact = new TableAddress(region(), name);
        if (isThere(target, exact)) {
            return exact;
        }
        List<String> ending =
                target.dynamoDb(region()).listTablesPaginator().tableNames().stream()
                        .filter(other -> other.endsWith("-" + name))
                        .toList();
        if (ending.size() == 1) {
            console.say(name + " is " + ending.getFirst());
            return new TableAddress(region(), ending.getFirst());
        }
        throw new CliException(
                ending.isEmpty()
                        ? "there is no table " + name + " in " + region() + " of " + target
                        : name + " may be any of " + String.join(", ", ending) + ": say which");
    }

    static boolean isThere(Target target, TableAddress table) {
        try {
            target.dynamoDb(table.region()).describeTable(r -> r.tableName(table.name()));
            return true;
        } catch (ResourceNotFoundException none) {
            return false;
        }
    }

    /**
     * Returns what to tell when a target refuses.
     *
     * @param needs the rights that the verb takes, for who was denied one
     */
    static CliException refused(Target target, SdkException e, String needs) {
        String sentence = String.valueOf(Rollout.unreachable(target, e).getMessage());
        boolean denied =
                e instanceof AwsServiceException answered
                        && answered.awsErrorDetails() != null
                        && "AccessDeniedException".equals(answered.awsErrorDetails().errorCode());
        return new CliException(denied ? sentence + "\nThis takes " + needs + "." : sentence);
    }
}
