package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.environment.LiveEnvironment;
import dev.tablewright.controlplane.environment.LiveTable;
import dev.tablewright.controlplane.observed.ObservedPolicy;
import dev.tablewright.controlplane.plan.StepText;
import dev.tablewright.controlplane.target.EnvironmentQuotas;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.DeletionPolicy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Shows one environment. */
@Command(name = "show", description = "Show an environment: tables, users, roles and policies.")
final class EnvShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Name of the environment.")
    private String name = "";

    @Mixin private EnvironmentTarget where = new EnvironmentTarget();

    private final Console console;

    EnvShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Target target = where.open(where.region())) {
            LiveEnvironment one = where.environment(target, name);
            StringBuilder text = new StringBuilder();
            text.append("Environment ").append(one.name());
            text.append("\n  like     ").append(Objects.requireNonNullElse(one.like(), "-"));
            text.append("\n  for      ").append(EnvListCommand.principals(one));
            text.append("\n  expires  ").append(EnvListCommand.expiry(one, Instant.now()));
            text.append(quota(target, name));
            text.append("\n\n").append(tables(one)).append('\n').append(policies(one));
            console.print(text.toString());
            if (one.isHalfCopied()) {
                console.say(
                        "Its data is not complete: a clone was stopped. The same clone command"
                                + " again finishes it; \"env delete "
                                + name
                                + "\" removes it.");
            }
            return 0;
        }
    }

    /** What it may use up, and what it has, where the server holds that. */
    private static String quota(Target target, String name) {
        Map<String, EnvironmentQuotas.Quota> quotas =
                target.quotas().map(EnvironmentQuotas::list).orElse(null);
        EnvironmentQuotas.Quota quota = quotas == null ? null : quotas.get(name);
        if (quota == null) {
            return "";
        }
        String used =
                quota.used().entrySet().stream()
                        .map(use -> use.getKey() + " " + use.getValue())
                        .collect(Collectors.joining(", "));
        return "\n  quota    "
                + StepText.words(quota.limits())
                + (used.isEmpty() ? "" : "\n  used     " + used);
    }

    private static String tables(LiveEnvironment one) {
        TextTable table =
                new TextTable("TABLE", "IN VALUES", "REGION", "STATUS", "ITEMS", "BYTES", "");
        for (LiveTable live : one.tables()) {
            table.row(
                    live.address().name(),
                    live.logicalName(),
                    live.address().region(),
                    live.status(),
                    String.valueOf(live.items()),
                    String.valueOf(live.bytes()),
                    remarks(live));
        }
        return table.toString();
    }

    private static String remarks(LiveTable table) {
        List<String> remarks = new ArrayList<>();
        if (table.isHalfCopied()) {
            remarks.add("half copied");
        }
        if (table.deletionProtection()) {
            remarks.add("protected");
        }
        if (Owner.deletionPolicy(table.tags()) == DeletionPolicy.ORPHAN) {
            remarks.add("stays (Orphan)");
        }
        return String.join(", ", remarks);
    }

    private static String policies(LiveEnvironment one) {
        TextTable table = new TextTable("POLICY", "ATTACHED TO", "BOUNDARY OF");
        List<ObservedPolicy> all = new ArrayList<>(one.policies());
        all.addAll(one.shared());
        for (ObservedPolicy policy : all) {
            table.row(policy.name(), words(policy.attachedTo()), words(policy.boundaryOf()));
        }
        return all.isEmpty() ? "" : table.toString();
    }

    private static String words(java.util.Collection<?> holders) {
        return holders.isEmpty()
                ? "-"
                : String.join(", ", holders.stream().map(Object::toString).toList());
    }
}
