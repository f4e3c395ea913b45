package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;

import java.net.URI;
import java.util.Optional;

/**
 * The user that {@code up} applies tables as: what the platform's controller is on AWS. It changes
 * tables but sees no item, writes policies of tables and no others, and attaches them to the
 * platform's roles and to no others. That is what IAM enforces, not what we promise.
 */
final class Controller {
    /** The user's name. */
    static final String USER = "tablewright-controller";

    private static final String POLICY_NAME = "controller";

    /** Under the 2,048 characters that IAM gives the policies in a user. */
    private static final String POLICY =
            """
            {"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":["dynamodb:*","application-autoscaling:*","backup:*","cloudwatch:*","kinesis:*","kms:*"],"Resource":"*"},
            {"Effect":"Deny","Action":["dynamodb:*Item","dynamodb:PartiQL*","dynamodb:Query","dynamodb:Scan","dynamodb:GetRecords"],"Resource":"*"},
            {"Effect":"Allow","Action":["iam:Get*","iam:List*","iam:CreateServiceLinkedRole","tablewright:Get*","tablewright:List*"],"Resource":"*"},
            {"Effect":"Allow","Action":["iam:CreatePolicy*","iam:DeletePolicy*","iam:SetDefaultPolicyVersion","iam:TagPolicy","iam:UntagPolicy"],
            "Resource":"arn:aws:iam::*:policy/*%s*"},
            {"Effect":"Allow","Action":["iam:AttachRolePolicy","iam:DetachRolePolicy"],"Resource":"*","Condition":{
            "ArnLike":{"iam:PolicyARN":"arn:aws:iam::*:policy/*%s*"},
            "StringEquals":{"iam:ResourceTag/%s":["%s","tablewright"]}}}]}
            """
                    .formatted(
                            Release.POLICY_NAME_PREFIX,
                            Release.POLICY_NAME_PREFIX,
                            Release.MANAGED_BY_TAG,
                            Release.PLATFORM);

    private Controller() {}

    /** Returns the controller's keys; makes user, policy and keys where they are missing. */
    static Keys keys(DataDirectory directory, URI endpoint, Keys administrator, String region) {
        try (Target target = Administrator.target(endpoint, administrator, region)) {
            IamClient iam = target.iam();
            try {
                iam.createUser(request -> request.userName(USER));
            } catch (EntityAlreadyExistsException _) {
                // Of an earlier run.
            }
            iam.putUserPolicy(r -> r.userName(USER).policyName(POLICY_NAME).policyDocument(POLICY));
            Optional<Keys> kept = directory.userKeys(USER);
            if (kept.isPresent() && Administrator.work(endpoint, kept.get(), region)) {
                return kept.get();
            }
            Keys keys = Administrator.newKeys(iam, USER);
            directory.keepUserKeys(USER, keys);
            return keys;
        }
    }
}
