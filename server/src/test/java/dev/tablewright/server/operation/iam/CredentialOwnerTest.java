package dev.tablewright.server.operation.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.LoginProfile;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.concurrent.atomic.AtomicInteger;

/** Passwords that several people change at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CredentialOwnerTest {
    private final IamServer server = new IamServer();

    @AfterAll
    void stop() {
        server.close();
    }

    private CredentialOwner withPassword(String user) {
        var iam = server.iam(server.root());
        iam.createUser(r -> r.userName(user));
        iam.createLoginProfile(r -> r.userName(user).password("F1rst#one"));
        return new CredentialOwner(IamServer.ACCOUNT, user);
    }

    private LoginProfile login(CredentialOwner owner) {
        return server.identities().read(IamServer.ACCOUNT, owner::login);
    }

    @Test
    void aPasswordThatIsSetMeanwhileIsNotLost() {
        CredentialOwner owner = withPassword("alice");
        var asked = new AtomicInteger();

        owner.changeLogin(
                server.identities(),
                draft -> {
                    if (asked.getAndIncrement() == 0) {
                        server.iam(server.root())
                                .updateLoginProfile(
                                        r -> r.userName("alice").password("S3cond#one"));
                    }
                    return owner.login(draft).changedTo("Th1rd#one", null, false, draft.now());
                });

        assertThat(asked).hasValue(2);
        assertThat(login(owner).accepts("Th1rd#one")).isTrue();
        assertThat(login(owner).passwords().hashes()).as("all three are remembered").hasSize(3);
    }

    @Test
    void givesUpWhenItIsChangedOverAndOver() {
        CredentialOwner owner = withPassword("bob");
        var iam = server.iam(server.root());
        var reset = new AtomicInteger();

        assertThatThrownBy(
                        () ->
                                owner.changeLogin(
                                        server.identities(),
                                        draft -> {
                                            boolean other = reset.getAndIncrement() % 2 == 0;
                                            iam.updateLoginProfile(
                                                    r ->
                                                            r.userName("bob")
                                                                    .passwordResetRequired(other));
                                            return owner.login(draft).withResetRequired(!other);
                                        }))
                .isInstanceOfSatisfying(
                        IdentityException.class,
                        e ->
                                assertThat(e.code())
                                        .isEqualTo(
                                                IdentityException.Code
                                                        .ENTITY_TEMPORARILY_UNMODIFIABLE));
        assertThat(login(owner).accepts("F1rst#one")).isTrue();
    }
}
