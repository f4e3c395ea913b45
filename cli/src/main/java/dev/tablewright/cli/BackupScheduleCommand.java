package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.schedule.PlatformBackups;
import dev.tablewright.controlplane.target.Target;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import software.amazon.awssdk.core.exception.SdkException;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** Makes the plans of AWS Backup that tables ask for. */
@Command(
        name = "schedule",
        description = {
            "Make what backs tables up on time, for the tables that ask for it (\"backup\" in their"
                    + " values, which is the tag idp-backup): a vault, a role, and for each schedule a"
                    + " plan of AWS Backup.",
            "The platform does this once in each region, and again when a new schedule appears;"
                    + " what is there already stays as it is. \"up\" does it by itself."
        })
final class BackupScheduleCommand implements Callable<Integer> {
    @Mixin private TableTarget where = new TableTarget();

    private final Console console;

    BackupScheduleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Target target = where.open(console)) {
            AwsAccount account = account(target);
            for (String region : where.regions()) {
                make(target, region, account);
            }
            return 0;
        }
    }

    private static AwsAccount account(Target target) {
        try {
            return target.account();
        } catch (SdkException e) {
            throw Rollout.unreachable(target, e);
        }
    }

    private void make(Target target, String region, AwsAccount account)
            throws InterruptedException {
        var backups = new PlatformBackups(target, Sleeper.REAL);
        Set<String> asked;
        List<String> done;
        try {
            asked = backups.asked(region, account);
            done = backups.make(asked, region, account);
        } catch (SdkException e) {
            throw TableTarget.refused(
                    target,
                    e,
                    "dynamodb:ListTables and ListTagsOfResource, iam:CreateRole, AttachRolePolicy"
                            + " and PassRole on the role idp-backup, and backup:CreateBackupVault,"
                            + " ListBackupPlans, GetBackupPlan, CreateBackupPlan, UpdateBackupPlan,"
                            + " ListBackupSelections and CreateBackupSelection");
        }
        done.forEach(line -> console.print(line + "\n"));
        if (asked.isEmpty()) {
            console.print("No table in " + region + " asks for backups on time.\n");
        } else if (done.isEmpty()) {
            console.print(
                    "Everything is there for "
                            + asked.size()
                            + (asked.size() == 1 ? " schedule" : " schedules")
                            + " in "
                            + region
                            + ".\n");
        }
    }
}
