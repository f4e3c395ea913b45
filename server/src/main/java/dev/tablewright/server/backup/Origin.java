package dev.tablewright.server.backup;

/** The rule that a job and its recovery point come from, as it was then. */
public record Origin(
        String planId,
        String planArn,
        String planName,
        String planVersion,
        String ruleId,
        String ruleName,
        String schedule,
        String zone) {
    static Origin of(BackupPlan plan, BackupPlan.Rule rule) {
        return new Origin(
                plan.id(),
                plan.arn(),
                plan.current().name(),
                plan.current().id(),
                rule.id(),
                rule.name(),
                rule.schedule(),
                rule.zone());
    }
}
