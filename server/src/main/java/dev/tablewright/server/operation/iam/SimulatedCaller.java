package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Callers;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.User;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is supposed to ask in a simulation.
 *
 * @param principal its account is empty when it stands in no account, and then in that of whatever
 *     it asks for
 * @param keys the condition keys that follow from it
 */
record SimulatedCaller(Principal principal, ConditionContext keys) {
    private static final Pattern USER =
            Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}):user/(?:.*/)?([^/]+)");

    /** Policies are simulated without anybody to ask. */
    static final SimulatedCaller NOBODY = in("");

    /** Somebody in an account: the policies of a group have no principal. */
    static SimulatedCaller in(String account) {
        return new SimulatedCaller(
                new Principal(Principal.Type.ANONYMOUS, account, "", List.of()),
                ConditionContext.EMPTY);
    }

    /** A user of which nothing is known but its ARN; it need not exist. */
    static SimulatedCaller user(String arn) {
        Matcher parsed = parse(arn);
        String account = parsed.group(1);
        return new SimulatedCaller(
                new Principal(Principal.Type.USER, account, arn, List.of(arn)),
                ConditionContext.builder()
                        .put("aws:username", parsed.group(2))
                        .put("aws:PrincipalArn", arn)
                        .put("aws:PrincipalAccount", account)
                        .put("aws:PrincipalType", Principal.Type.USER.conditionValue())
                        .build());
    }

    /** A user of an account, with its tags and its unique id if it exists. */
    static SimulatedCaller user(String arn, AccountImage account) {
        User user = account.user(parse(arn).group(2));
        return user != null && user.arn().equals(arn) ? of(user) : user(arn);
    }

    static SimulatedCaller of(User user) {
        return of(Callers.user(user));
    }

    static SimulatedCaller of(Role role) {
        return of(Callers.role(role));
    }

    private static SimulatedCaller of(Caller caller) {
        return new SimulatedCaller(caller.principal(), caller.context());
    }

    private static Matcher parse(String arn) {
        Matcher parsed = USER.matcher(arn);
        if (!parsed.matches()) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT,
                    "Invalid CallerArn: " + arn + " is not the ARN of an IAM user.");
        }
        return parsed;
    }
}
