package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules of IAM's API model for the members that many operations share. Patterns are spelled as
 * the model spells them, because violations quote them; of names, paths and policy documents IAM
 * tells in words which characters they may have.
 */
final class Shapes {
    private static final Pattern POLICY_PATH_CHARACTERS =
            Pattern.compile("/|/[A-Za-z0-9.,+@=_/-]*/");
    private static final Constraint NAME_CHARACTERS =
            Constraint.pattern("[\\w+=,.@-]+")
                    .toldApart(
                            "It must contain only alphanumeric characters and/or the following:"
                                    + " +=,.@_-");
    private static final String PATH_CHARACTERS =
            "It must begin and end with / and contain only alphanumeric characters and/or /"
                    + " characters.";

    static final List<Constraint> USER_NAME = name(64);
    static final List<Constraint> EXISTING_USER_NAME = name(128);
    static final List<Constraint> GROUP_NAME = name(128);
    static final List<Constraint> ROLE_NAME = name(64);
    static final List<Constraint> POLICY_NAME = name(128);
    static final List<Constraint> INSTANCE_PROFILE_NAME = name(128);
    static final List<Constraint> SERVER_CERTIFICATE_NAME = name(128);
    static final List<Constraint> SERIAL_NUMBER = text("[\\w+=/:,.@-]+", 9, 256);
    static final List<Constraint> PEM = text("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+", 1, 16_384);
    static final List<Constraint> PASSWORD =
            text("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+", 1, 128);
    static final List<Constraint> STATUS =
            List.of(Constraint.oneOf(List.of("Active", "Inactive", "Expired")));
    static final List<Constraint> PATH =
            List.of(
                    Constraint.pattern("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)")
                            .toldApart(PATH_CHARACTERS),
                    Constraint.minLength(1),
                    Constraint.maxLength(512));
    static final List<Constraint> MFA_DEVICE_PATH =
            Stream.concat(
                            Stream.of(
                                    new Constraint(
                                            PATH_CHARACTERS,
                                            value -> !value.toString().contains("//"),
                                            true)),
                            PATH.stream())
                    .toList();
    static final List<Constraint> PATH_PREFIX = text("\\u002F[\\u0021-\\u007F]*", 1, 512);
    static final List<Constraint> POLICY_PATH =
            List.of(
                    new Constraint(PATH_CHARACTERS, Shapes::isPolicyPath, true),
                    Constraint.minLength(1),
                    Constraint.maxLength(512));
    static final List<Constraint> POLICY_DOCUMENT =
            List.of(
                    Constraint.pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")
                            .toldApart("It must contain only printable ASCII characters."),
                    Constraint.minLength(1),
                    Constraint.maxLength(131_072));
    static final List<Constraint> POLICY_DESCRIPTION = List.of(Constraint.maxLength(1000));
    static final List<Constraint> ROLE_DESCRIPTION =
            List.of(
                    Constraint.pattern("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*"),
                    Constraint.maxLength(1000));
    static final List<Constraint> ARN =
            List.of(Constraint.minLength(20), Constraint.maxLength(2048));
    static final List<Constraint> VERSION_ID =
            List.of(Constraint.pattern("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?"));
    static final List<Constraint> ACCESS_KEY_ID = text("[\\w]+", 16, 128);
    static final List<Constraint> MARKER = text("[\\u0020-\\u00FF]+", 1, 320);
    static final List<Constraint> JOB_ID =
            List.of(Constraint.minLength(36), Constraint.maxLength(36));
    static final List<Constraint> SERVICE_NAMESPACE = text("[\\w-]*", 1, 64);
    static final int LEAST_SESSION_SECONDS = 3_600;
    private static final int MOST_SESSION_SECONDS = 43_200;

    private Shapes() {}

    /** Reads MaxSessionDuration, in seconds; null when it is not there. */
    static @Nullable Integer maxSessionSeconds(QueryReader in) {
        return in.integer("MaxSessionDuration", LEAST_SESSION_SECONDS, MOST_SESSION_SECONDS);
    }

    /** The name of something that exists. */
    static List<Constraint> nameOf(EntityKind kind) {
        return switch (kind) {
            case USER -> EXISTING_USER_NAME;
            case GROUP -> GROUP_NAME;
            case ROLE -> ROLE_NAME;
            case POLICY -> POLICY_NAME;
            case INSTANCE_PROFILE -> INSTANCE_PROFILE_NAME;
            case OIDC_PROVIDER, SAML_PROVIDER -> ARN;
            case MFA_DEVICE -> SERIAL_NUMBER;
            case SERVER_CERTIFICATE -> SERVER_CERTIFICATE_NAME;
        };
    }

    /** The word for a kind in the names of operations and parameters. */
    static String wordOf(EntityKind kind) {
        return switch (kind) {
            case USER -> "User";
            case GROUP -> "Group";
            case ROLE -> "Role";
            case POLICY -> "Policy";
            case INSTANCE_PROFILE -> "InstanceProfile";
            case OIDC_PROVIDER -> "OpenIDConnectProvider";
            case SAML_PROVIDER -> "SAMLProvider";
            case MFA_DEVICE -> "MFADevice";
            case SERVER_CERTIFICATE -> "ServerCertificate";
        };
    }

    /**
     * By hand: the model's pattern repeats a group, for which Java's engine would need a deep
     * stack.
     */
    private static boolean isPolicyPath(Object value) {
        return value instanceof String path
                && !path.contains("//")
                && POLICY_PATH_CHARACTERS.matcher(path).matches();
    }

    private static List<Constraint> name(int most) {
        return List.of(NAME_CHARACTERS, Constraint.minLength(1), Constraint.maxLength(most));
    }

    private static List<Constraint> text(String pattern, int least, int most) {
        return List.of(
                Constraint.pattern(pattern),
                Constraint.minLength(least),
                Constraint.maxLength(most));
    }
}
