package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.Group;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.ManagedPolicy;
import dev.tablewright.server.identity.PolicyHolder;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.protocol.query.XmlWriter;

/** Writes entities with everything that bears on what they may do. */
final class EntityDetailXml {
    private final XmlWriter out;
    private final EntityXml xml;
    private final AccountImage account;

    EntityDetailXml(XmlWriter out, Identities identities, AccountImage account) {
        this.out = out;
        this.xml = new EntityXml(out, identities);
        this.account = account;
    }

    void user(User user) {
        xml.head(user);
        out.texts("GroupList", account.groupsOf(user).stream().map(Entity::name).toList());
        policies(user);
        xml.boundary(user);
        xml.tags(user.tags());
    }

    void group(Group group) {
        xml.head(group);
        policies(group);
    }

    void role(Role role) {
        xml.head(role);
        xml.trust(role);
        out.list("InstanceProfileList", account.profilesOf(role), xml::instanceProfile);
        policies(role);
        xml.boundary(role);
        xml.tags(role.tags());
        xml.lastUse(role);
    }

    void policy(ManagedPolicy policy) {
        xml.listedPolicy(policy, account);
        xml.description(policy.description());
        out.list("PolicyVersionList", policy.versions(), v -> xml.version(policy, v, true));
    }

    private void policies(PolicyHolder holder) {
        out.list(
                Shapes.wordOf(holder.kind()) + "PolicyList",
                holder.policies().inline().entrySet(),
                inline ->
                        out.text("PolicyName", inline.getKey())
                                .document("PolicyDocument", inline.getValue().text()));
        out.list(
                "AttachedManagedPolicies",
                holder.policies().attached(),
                arn ->
                        out.text("PolicyName", arn.substring(arn.lastIndexOf('/') + 1))
                                .text("PolicyArn", arn));
    }
}
