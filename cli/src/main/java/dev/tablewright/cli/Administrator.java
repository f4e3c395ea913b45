package dev.tablewright.cli;

import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.sts.model.StsException;

import java.net.URI;
import java.util.Comparator;
import java.util.Optional;

/**
 * The user that {@code up} works as. As on AWS, the root user cannot assume roles, so everything
 * but the making of this user is done by it.
 */
final class Administrator {
    /** The user's name, and that of its profile. */
    static final String USER = "tablewright-admin";

    private static final String POLICY = "arn:aws:iam::aws:policy/AdministratorAccess";

    /** AWS's limit for one user. */
    private static final int MAX_KEYS = 2;

    private Administrator() {}

    /** Returns the administrator's keys; makes user and keys where they are missing. */
    static Keys keys(DataDirectory directory, URI endpoint, Keys root, String region) {
        Optional<Keys> kept = directory.userKeys(USER);
        if (kept.isPresent() && work(endpoint, kept.get(), region)) {
            return kept.get();
        }
        try (Target asRoot = target(endpoint, root, region)) {
            IamClient iam = asRoot.iam();
            try {
                iam.createUser(request -> request.userName(USER));
            } catch (EntityAlreadyExistsException _) {
                // Its keys were lost, or are of another installation.
            }
            iam.attachUserPolicy(request -> request.userName(USER).policyArn(POLICY));
            Keys keys = newKeys(iam, USER);
            directory.keepUserKeys(USER, keys);
            return keys;
        }
    }

    /**
     * Makes new keys of a user. When there is no room for them, the oldest go: their secret is
     * known to nobody here.
     *
     * @throws CliException if there is no such user
     */
    static Keys newKeys(IamClient iam, String user) {
        try {
            var old = iam.listAccessKeys(request -> request.userName(user)).accessKeyMetadata();
            if (old.size() >= MAX_KEYS) {
                AccessKeyMetadata oldest =
                        old.stream()
                                .min(Comparator.comparing(AccessKeyMetadata::createDate))
                                .orElseThrow();
                iam.deleteAccessKey(
                        request -> request.userName(user).accessKeyId(oldest.accessKeyId()));
            }
            var key = iam.createAccessKey(request -> request.userName(user)).accessKey();
            return Keys.longTerm(key.accessKeyId(), key.secretAccessKey());
        } catch (NoSuchEntityException e) {
            throw new CliException(Target.sentence(e));
        }
    }

    /** Whether keys are known to the server. */
    static boolean work(URI endpoint, Keys keys, String region) {
        try (Target target = target(endpoint, keys, region)) {
            var _ = target.sts().getCallerIdentity();
            return true;
        } catch (StsException e) {
            return false;
        }
    }

    /** Returns a target that is called with these keys. */
    static Target target(URI endpoint, Keys keys, String region) {
        return new Target(endpoint, StaticCredentialsProvider.create(keys.forSdk()), region);
    }
}
