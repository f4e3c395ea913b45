package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tablewright.controlplane.target.Target;
import dev.tablewright.server.Installation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

class AdministrationTest {
    private static final String REGION = "eu-west-1";

    private static Installation server;
    private static Keys root;

    @BeforeAll
    static void serve() throws IOException {
        server = Installation.open(Installation.Settings.IN_MEMORY);
        var key = server.rootKey().orElseThrow();
        root = Keys.longTerm(key.accessKeyId(), key.secretAccessKey());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answersTheRootUser() {
        assertThat(as(root).call("GetStatus", Map.of()).path("Started").asDouble()).isPositive();
    }

    /** The service is one like others: who is not granted its actions may not call it. */
    @Test
    void isGuardedByPoliciesAsAnyService() {
        Keys keys;
        try (Target target = Administrator.target(endpoint(), root, REGION)) {
            var _ = target.iam().createUser(user -> user.userName("nobody"));
            keys = Administrator.newKeys(target.iam(), "nobody");
        }

        assertThatExceptionOfType(Administration.Failed.class)
                .isThrownBy(() -> as(keys).call("GetStatus", Map.of()))
                .withMessage(
                        "User: arn:aws:iam::123456789012:user/nobody is not authorized to perform:"
                                + " tablewright:GetStatus on resource:"
                                + " arn:aws:tablewright::123456789012:server because no"
                                + " identity-based policy allows the tablewright:GetStatus action")
                .extracting(Administration.Failed::code)
                .isEqualTo("AccessDeniedException");
    }

    @Test
    void saysThatTheServerHasNoSuchOperation() {
        assertThatExceptionOfType(Administration.Failed.class)
                .isThrownBy(() -> as(root).call("Nothing", Map.of()))
                .withMessage(endpoint() + " has no operation Nothing");
    }

    @Test
    void saysWhenNobodyAnswers() {
        URI nowhere = URI.create("http://127.0.0.1:1");

        assertThatExceptionOfType(CliException.class)
                .isThrownBy(
                        () -> Administration.at(nowhere, root, REGION).call("GetStatus", Map.of()))
                .withMessageStartingWith("cannot reach http://127.0.0.1:1: ");
    }

    private static URI endpoint() {
        return server.server().endpoint();
    }

    private static Administration as(Keys keys) {
        return Administration.at(endpoint(), keys, REGION);
    }
}
