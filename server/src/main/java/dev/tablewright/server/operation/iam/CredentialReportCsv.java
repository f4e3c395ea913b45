package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.server.identity.Account;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.LastUse;
import dev.tablewright.server.identity.LoginProfile;
import dev.tablewright.server.identity.PasswordPolicy;
import dev.tablewright.server.identity.SigningCertificate;
import dev.tablewright.server.identity.User;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the credential report: a line of names, one for the root user, one for each user.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html">Format
 *     of the credential report</a>
 */
final class CredentialReportCsv {
    private static final String NONE = "N/A";
    private static final int KEYS = 2;
    private static final int CERTIFICATES = 2;
    private static final String NAMES =
            "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
                    + "password_next_rotation,mfa_active,access_key_1_active,"
                    + "access_key_1_last_rotated,access_key_1_last_used_date,"
                    + "access_key_1_last_used_region,access_key_1_last_used_service,"
                    + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
                    + "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
                    + "cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

    private final AccountImage account;
    private final Identities identities;

    private CredentialReportCsv(AccountImage account, Identities identities) {
        this.account = account;
        this.identities = identities;
    }

    static String of(AccountImage account, Identities identities) {
        var report = new CredentialReportCsv(account, identities);
        List<String> lines = new ArrayList<>();
        lines.add(NAMES);
        lines.add(String.join(",", report.root()));
        account.users().forEach(user -> lines.add(String.join(",", report.user(user))));
        return String.join("\n", lines);
    }

    /** The root user has no password here, and no MFA device. */
    private List<String> root() {
        Account root = account.account();
        List<String> line = new ArrayList<>();
        line.addAll(List.of("<root_account>", root.rootArn(), text(root.created())));
        line.addAll(List.of("not_supported", "no_information"));
        line.addAll(List.of("not_supported", "not_supported", "false"));
        line.addAll(keys(root.rootKeys()));
        line.addAll(certificates(List.of()));
        return line;
    }

    private List<String> user(User user) {
        List<String> line = new ArrayList<>();
        line.addAll(List.of(user.name(), user.arn(), text(user.created())));
        line.addAll(password(user.others().login()));
        line.add(Boolean.toString(!account.mfaDevicesOf(user).isEmpty()));
        line.addAll(keys(user.keys()));
        line.addAll(certificates(user.others().certificates()));
        return line;
    }

    private List<String> password(@Nullable LoginProfile login) {
        if (login == null) {
            return List.of("false", NONE, NONE, NONE);
        }
        PasswordPolicy policy = account.account().passwordPolicy();
        Integer maxAge = policy == null ? null : policy.maxAgeDays();
        String rotation =
                maxAge == null ? NONE : text(login.changed().plus(Duration.ofDays(maxAge)));
        return List.of("true", "no_information", text(login.changed()), rotation);
    }

    private List<String> keys(List<AccessKey> keys) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            if (i < keys.size()) {
                AccessKey key = keys.get(i);
                LastUse use = identities.lastUseOf(key.id());
                cells.add(Boolean.toString(key.active()));
                cells.add(text(key.created()));
                cells.addAll(
                        use == null
                                ? List.of(NONE, NONE, NONE)
                                : List.of(text(use.time()), use.region(), use.service()));
            } else {
                cells.addAll(List.of("false", NONE, NONE, NONE, NONE));
            }
        }
        return cells;
    }

    private static List<String> certificates(List<SigningCertificate> certificates) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < CERTIFICATES; i++) {
            if (i < certificates.size()) {
                cells.add(Boolean.toString(certificates.get(i).active()));
                cells.add(text(certificates.get(i).created()));
            } else {
                cells.addAll(List.of("false", NONE));
            }
        }
        return cells;
    }

    private static String text(Instant time) {
        return DateTimeFormatter.ISO_INSTANT
                .format(time.truncatedTo(ChronoUnit.SECONDS))
                .replace("Z", "+00:00");
    }
}
