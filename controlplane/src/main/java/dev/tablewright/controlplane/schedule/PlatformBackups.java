package dev.tablewright.controlplane.schedule;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.setting.Backup;
import dev.tablewright.controlplane.setting.BackupSetting;
import dev.tablewright.controlplane.target.BackupPlans;
import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Makes the plans of AWS Backup that tables ask for. Done twice, it changes nothing. */
public final class PlatformBackups {
    /** The vault's name, and the role's, and what every plan's name begins with. */
    public static final String NAME = "idp-backup";

    private static final String POLICIES = ":iam::aws:policy/service-role/";
    private static final List<String> RIGHTS =
            List.of("AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores");
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
            "Principal":{"Service":"backup.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
            """;

    /** AWS's limit for names of plans, rules and selections. */
    private static final int LONGEST_NAME = 50;

    /** A role that was just made is known to all of AWS after some seconds. */
    private static final Duration ROLE_PAUSE = Duration.ofSeconds(3);

    private static final int ROLE_ATTEMPTS = 10;

    private final Target target;
    private final Sleeper sleeper;

    /** Creates the maker of plans at {@code target}. */
    public PlatformBackups(Target target, Sleeper sleeper) {
        this.target = target;
        this.sleeper = sleeper;
    }

    /**
     * Returns what the tables of a region ask for: the values of their tag {@value
     * BackupSetting#TAG}.
     */
    public Set<String> asked(String region, AwsAccount account) {
        var dynamoDb = target.dynamoDb(region);
        Set<String> values = new TreeSet<>();
        for (String table : dynamoDb.listTablesPaginator().tableNames()) {
            String arn =
                    "arn:"
                            + account.partition()
                            + ":dynamodb:"
                            + region
                            + ":"
                            + account.id()
                            + ":table/"
                            + table;
            try {
                String token = null;
                do {
                    String next = token;
                    ListTagsOfResourceResponse page =
                            dynamoDb.listTagsOfResource(r -> r.resourceArn(arn).nextToken(next));
                    page.tags().stream()
                            .filter(tag -> tag.key().equals(BackupSetting.TAG))
                            .forEach(tag -> values.add(tag.value()));
                    token = page.nextToken();
                } while (token != null);
            } catch (ResourceNotFoundException goneMeanwhile) {
                // It asks for nothing any more.
            }
        }
        return values;
    }

    /**
     * Makes what is missing for the values of the tag: role, vault, and for each a plan with a
     * selection. Plans that nothing asks for any more stay; they back nothing up.
     *
     * @param values of the tag; none that is not one of {@link BackupSetting}'s has a plan
     * @return what was done, one line each; none where everything was there
     * @throws AwsServiceException if the target refuses
     */
    public List<String> make(Collection<String> values, String region, AwsAccount account)
            throws InterruptedException {
        List<String> done = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        for (String value : values) {
            if (BackupSetting.ofTag(value) == null) {
                done.add("tag " + BackupSetting.TAG + "=" + value + ": no schedule, left alone");
            } else {
                known.add(value);
            }
        }
        if (known.isEmpty()) {
            return done;
        }
        boolean newRole = makeRole(account, done);
        BackupPlans plans = target.backupPlans(region);
        if (plans.makeVault(NAME)) {
            done.add("vault " + NAME + " in " + region + ": made");
        }
        Map<String, String> present = plans.plans();
        String roleArn = "arn:" + account.partition() + ":iam::" + account.id() + ":role/" + NAME;
        for (String value : known) {
            String id = makePlan(plans, present, value, done);
            if (!plans.selections(id).contains(NAME)) {
                select(plans, id, roleArn, value, newRole);
                done.add(
                        "plan "
                                + nameOf(value)
                                + ": for tables with the tag "
                                + BackupSetting.TAG
                                + "="
                                + value);
            }
        }
        return done;
    }

    private boolean makeRole(AwsAccount account, List<String> done) {
        boolean made;
        try {
            var _ =
                    target.iam()
                            .createRole(
                                    r ->
                                            r.roleName(NAME)
                                                    .assumeRolePolicyDocument(TRUST)
                                                    .description("AWS Backup acts as this role"));
            made = true;
        } catch (EntityAlreadyExistsException there) {
            made = false;
        }
        if (made) {
            for (String policy : RIGHTS) {
                String arn = "arn:" + account.partition() + POLICIES + policy;
                var _ = target.iam().attachRolePolicy(r -> r.roleName(NAME).policyArn(arn));
            }
            done.add("role " + NAME + ": made, with " + String.join(" and ", RIGHTS));
        }
        return made;
    }

    private static String makePlan(
            BackupPlans plans, Map<String, String> present, String value, List<String> done) {
        Backup asked = Objects.requireNonNull(BackupSetting.ofTag(value));
        var wanted =
                new BackupPlans.Plan(
                        nameOf(value), NAME, asked.schedule(), asked.deleteAfterDays());
        String id = present.get(wanted.name());
        if (id == null) {
            done.add("plan " + wanted.name() + ": made, " + words(asked));
            return plans.create(wanted, Map.of("managed-by", "tablewright"));
        }
        if (!plans.read(id).equals(wanted)) {
            plans.update(id, wanted);
            done.add("plan " + wanted.name() + ": changed to " + words(asked));
        }
        return id;
    }

    private static String words(Backup backup) {
        return backup.schedule()
                + (backup.deleteAfterDays() == null
                        ? ", kept for good"
                        : ", kept for " + backup.deleteAfterDays() + " days");
    }

    private void select(BackupPlans plans, String id, String roleArn, String value, boolean newRole)
            throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                plans.select(id, NAME, roleArn, BackupSetting.TAG, value);
                return;
            } catch (AwsServiceException refused) {
                boolean unknownYet =
                        newRole
                                && attempt < ROLE_ATTEMPTS
                                && refused.awsErrorDetails()
                                        .errorCode()
                                        .equals("InvalidParameterValueException");
                if (!unknownYet) {
                    throw refused;
                }
                sleeper.sleep(ROLE_PAUSE);
            }
        }
    }

    /**
     * Names the plan of a value of the tag: in letters that AWS takes, and never the same twice.
     */
    static String nameOf(String value) {
        String plain = NAME + "-" + value.replaceAll("[^a-zA-Z0-9]+", "-");
        // The letters of a cron that are left out here would be the only difference between two.
        boolean exact = value.matches("[a-zA-Z0-9 ]+") && plain.length() <= LONGEST_NAME;
        if (exact) {
            return plain;
        }
        String hash = HexFormat.of().toHexDigits(value.hashCode());
        int room = LONGEST_NAME - hash.length() - 1;
        return plain.substring(0, Math.min(plain.length(), room)) + "-" + hash;
    }
}
