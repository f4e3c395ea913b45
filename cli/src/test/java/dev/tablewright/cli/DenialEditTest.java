package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The change that is proposed is one at the place that denied: no other would help. */
class DenialEditTest {
    private static final String GRANT =
            "{\"Effect\":\"Allow\",\"Action\":\"dynamodb:GetItem\",\"Resource\":\"arn:table\"}";

    @Test
    void aMissingGrantIsAttached() {
        assertThat(edit("implicitDeny", "IDENTITY", "", ""))
                .contains("could attach a policy with this statement:")
                .endsWith(GRANT);
    }

    @Test
    void aLimitIsWidenedWhereItIs() {
        assertThat(edit("implicitDeny", "PERMISSIONS_BOUNDARY", "arn:boundary", ""))
                .contains("add this statement to the permissions boundary arn:boundary:")
                .doesNotContain("attach")
                .endsWith(GRANT);
        assertThat(edit("implicitDeny", "SESSION", "session policy", ""))
                .contains("Who makes the session could leave its policy out")
                .endsWith(GRANT);
    }

    @Test
    void anotherAccountIsLetInByThePolicyOfTheResource() {
        assertThat(edit("implicitDeny", "RESOURCE", "", ""))
                .contains("add this statement to the policy of the resource:")
                .contains("\"Principal\":{\"AWS\":\"arn:user\"}");
    }

    /** A trust policy stands on its role, and may not have a Resource. */
    @Test
    void aRoleIsOpenedByItsTrustPolicy() {
        assertThat(edit("implicitDeny", "TRUST", "trust policy of role r", ""))
                .contains("add this statement to the trust policy of role r:")
                .contains("\"Principal\":{\"AWS\":\"arn:user\"}")
                .doesNotContain("Resource");
        String near =
                "{\"effect\":\"ALLOW\",\"layer\":\"TRUST\",\"unmet\":[{\"key\":\"sts:ExternalId\"}]}";
        assertThat(edit("implicitDeny", "TRUST", "trust policy of role r", near))
                .as("nothing that goes around a condition")
                .endsWith("could widen them in the trust policy of role r.");
        assertThat(edit("implicitDeny", "TRUST", "no role", "")).contains("There is no such role");
    }

    @Test
    void aDenyIsTakenBackAndOutweighedByNothing() {
        String allowed = "{\"effect\":\"ALLOW\",\"layer\":\"IDENTITY\",\"outcome\":\"applies\"}";
        assertThat(edit("explicitDeny", "IDENTITY", "", allowed))
                .endsWith("could take it out of the Deny: no, statement 1 (No), line 1 column 38");
        assertThat(edit("explicitDeny", "IDENTITY", "", "")).contains("attach").endsWith(GRANT);
    }

    @Test
    void aConditionIsBetterMetThanGoneAround() {
        String near =
                "{\"effect\":\"ALLOW\",\"layer\":\"IDENTITY\",\"outcome\":\"conditionNotMet\","
                        + "\"unmet\":[{\"key\":\"aws:SourceIp\"}]}";
        assertThat(edit("implicitDeny", "IDENTITY", "", near))
                .contains("A request that meets the conditions above is allowed. Otherwise:")
                .endsWith(GRANT);
    }

    private static String edit(String kind, String layer, String policy, String considered) {
        JsonNode record =
                JsonMapper.shared()
                        .readTree(
                                """
                                {"identity": "arn:user",
                                 "checks": [{"action": "dynamodb:GetItem",
                                             "resource": "arn:table", "result": "denied"}],
                                 "decision": {"kind": "%s", "layer": "%s", "statements":
                                     [{"policy": "no", "sid": "No", "statement": 1, "line": 1,
                                       "column": 38}]},
                                 "policies": [%s],
                                 "considered": [%s]}
                                """
                                        .formatted(
                                                kind,
                                                layer,
                                                policy.isEmpty()
                                                        ? ""
                                                        : "{\"layer\": \"%s\", \"policy\": \"%s\"}"
                                                                .formatted(layer, policy),
                                                considered));
        return DenialEdit.of(record);
    }
}
