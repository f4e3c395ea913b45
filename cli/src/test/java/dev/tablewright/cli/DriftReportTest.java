package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.plan.Drift;
import dev.tablewright.controlplane.plan.Step;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;

class DriftReportTest {
    private static final Step.Differs CAPACITY =
            new Step.Differs(
                    "table koa-dev-Orders (eu-west-1)", "capacity", "PROVISIONED 1/1", "a|b");

    private static String event(String time, String operation, String arn, String more) {
        return "{\"eventTime\":\""
                + time
                + "\",\"eventName\":\""
                + operation
                + "\",\"userIdentity\":{\"arn\":\"who-"
                + time
                + "\"}"
                + more
                + ",\"resources\":[{\"ARN\":\""
                + arn
                + "\"}]}";
    }

    @Test
    void theLastChangeOfTheKindOnTheSameThingIsNamed() {
        String orders = "arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders";
        LastChanges changes =
                LastChanges.of(
                        List.of(
                                event("1", "UpdateTable", orders, ""),
                                event("2", "UpdateTable", orders, ""),
                                event("3", "UpdateTable", orders, ",\"errorCode\":\"X\""),
                                event("4", "TagResource", orders, ""),
                                event("5", "UpdateTable", orders + "-2", ""),
                                event("6", "UpdateTable", orders.replace("eu-", "us-"), ""),
                                "{\"eventName\":\"UpdateTable\", cut off"));

        assertThat(changes.of(CAPACITY)).map(LastChanges.Change::by).hasValue("who-2");
        assertThat(LastChanges.UNKNOWN.of(CAPACITY)).isEmpty();
    }

    /** Each setting knows by which calls it moves. */
    @Test
    void aSettingIsFoundByItsOwnCalls() {
        String orders = "arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders";
        LastChanges changes =
                LastChanges.of(
                        List.of(
                                event("1", "PutResourcePolicy", orders, ""),
                                event("2", "UpdateTimeToLive", orders, ""),
                                event("3", "DisableKinesisStreamingDestination", orders, ""),
                                event("4", "RestoreTableFromBackup", orders, ""),
                                event("5", "UpdateTable", orders, "")));

        assertThat(by(changes, "resourcePolicy")).isEqualTo("who-1");
        assertThat(by(changes, "ttl")).isEqualTo("who-2");
        assertThat(by(changes, "kinesisStreamingDestination")).isEqualTo("who-3");
        assertThat(by(changes, "table")).isEqualTo("who-4");
        assertThat(by(changes, "stream")).isEqualTo("who-5");
    }

    /** A replica goes by a call in its own region, or by one that reaches into that. */
    @Test
    void aReplicaIsFoundByWhatReachedItsRegion() {
        String orders = "arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders";
        String there = orders.replace("eu-west-1", "us-east-1");
        String added = event("1", "UpdateTable", orders + "\"},{\"ARN\":\"" + there, "");
        String capacity = event("2", "UpdateTable", orders, "");
        String removed = event("3", "DeleteTable", there, "");
        String another = event("4", "DeleteTable", there + "-2", "");

        assertThat(by(LastChanges.of(List.of(added, capacity)), "replicas")).isEqualTo("who-1");
        assertThat(by(LastChanges.of(List.of(added, capacity, removed, another)), "replicas"))
                .isEqualTo("who-3");
        assertThat(by(LastChanges.of(List.of(added, capacity, removed)), "capacity"))
                .isEqualTo("who-2");
    }

    private static String by(LastChanges changes, String field) {
        return changes.of(new Step.Differs("table koa-dev-Orders (eu-west-1)", field, "a", "b"))
                .map(LastChanges.Change::by)
                .orElse("nobody");
    }

    @Test
    void anAttachmentIsFoundByItsPolicy() {
        String role = "arn:aws:iam::123456789012:role/r";
        LastChanges changes =
                LastChanges.of(
                        List.of(
                                event(
                                        "1",
                                        "DetachRolePolicy",
                                        role,
                                        ",\"requestParameters\":{\"policyArn\":\"arn:aws:iam::1:policy/idp/p\"}"),
                                event(
                                        "2",
                                        "DetachRolePolicy",
                                        role,
                                        ",\"requestParameters\":{\"policyArn\":\"arn:aws:iam::1:policy/p2\"}")));

        assertThat(changes.of(new Step.Differs("role r", "attached policy p", "absent", "present")))
                .map(LastChanges.Change::by)
                .hasValue("who-1");
    }

    @Test
    void programsAndPullRequestsReadTheSame() {
        DriftReport report =
                new DriftReport(
                        new Drift(List.of(CAPACITY), List.of()),
                        LastChanges.UNKNOWN,
                        new Release("koa-dev", "dynamo-tables"),
                        "AWS");

        var json = JsonMapper.shared().readTree(report.json());
        assertThat(json.path("version").asInt()).isEqualTo(1);
        assertThat(json.path("drift").asBoolean()).isTrue();
        assertThat(json.path("differences").path(0).path("live").asString())
                .isEqualTo("PROVISIONED 1/1");
        assertThat(report.markdown()).contains("| capacity | a\\|b | PROVISIONED 1/1 |");
    }
}
