package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.plan.PolicyMeaning;
import dev.tablewright.controlplane.plan.TrustMeaning;
import dev.tablewright.operator.managed.Difference;
import dev.tablewright.operator.managed.External;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.operator.provider.Provider;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Roles. One call a poll, and further ones where the object names managed or inline policies, which
 * are then exactly those that the role has.
 */
final class Roles implements Connecting {
    @Override
    public External connect(ManagedObject object, Provider provider) throws ExternalFailure {
        return new ManagedRole(object, provider.target().iam());
    }

    /** One role, for one reconcile. */
    private static final class ManagedRole implements External {
        private final ManagedObject object;
        private final IamClient iam;
        private final Map<String, Object> fields;
        private final Map<String, String> tags;
        private final Release release;
        private @Nullable Seen seen;

        /** What is there; null sets where the object does not ask. */
        private record Seen(
                Role role,
                String trust,
                @Nullable Set<String> attached,
                @Nullable Map<String, String> inline,
                TagChange tags,
                Owner owner) {}

        ManagedRole(ManagedObject object, IamClient iam) throws ExternalFailure {
            this.object = object;
            this.iam = iam;
            this.fields = object.forProvider();
            Map<String, String> written = Trees.textMap(fields.get("tags"));
            this.release = Ownership.ofPlatforms(object, written);
            this.tags = new LinkedHashMap<>(release.platformTags());
            this.tags.putAll(written);
        }

        private String name() {
            return Objects.requireNonNullElse(object.externalName(), object.identity().name());
        }

        private @Nullable String text(String field) {
            return Trees.text(fields.get(field));
        }

        private @Nullable Integer session() {
            return fields.get("maxSessionDuration") instanceof Number number
                    ? number.intValue()
                    : null;
        }

        private Map<String, String> inline() {
            Map<String, String> inline = new TreeMap<>();
            Trees.maps(fields.get("inlinePolicy"))
                    .forEach(
                            one ->
                                    inline.put(
                                            String.valueOf(one.get("name")),
                                            String.valueOf(one.get("policy"))));
            return inline;
        }

        private Set<String> managed() {
            return new TreeSet<>(Trees.texts(fields.get("managedPolicyArns")));
        }

        @Override
        public Observation observe(boolean thoroughly)
                throws ExternalFailure, InterruptedException {
            return Failures.translated(
                    () -> {
                        try {
                            return look();
                        } catch (NoSuchEntityException _) {
                            return new Observation.Missing();
                        }
                    });
        }

        private Observation look() {
            Role role = iam.getRole(r -> r.roleName(name())).role();
            Map<String, String> is = TagChange.read(role.tags());
            Seen there =
                    new Seen(
                            role,
                            decoded(role.assumeRolePolicyDocument()),
                            fields.containsKey("managedPolicyArns") ? attached() : null,
                            fields.containsKey("inlinePolicy") ? inlineThere() : null,
                            TagChange.between(is, tags, fields.containsKey("tags")),
                            Owner.ofPlatforms(is));
            seen = there;
            List<Difference> differences = differences(there);
            boolean same = differences.isEmpty() && there.tags().isEmpty();
            Map<String, Object> unnamed = new LinkedHashMap<>();
            unnamed.put("assumeRolePolicy", there.trust());
            unnamed.put("path", role.path());
            if (role.maxSessionDuration() != null) {
                unnamed.put("maxSessionDuration", role.maxSessionDuration());
            }
            return new Observation.Present(
                    same ? State.UP_TO_DATE : State.DIFFERS,
                    Usable.YES,
                    view(there, is),
                    differences,
                    unnamed,
                    null,
                    null,
                    null);
        }

        private Map<String, Object> view(Seen there, Map<String, String> is) {
            Role role = there.role();
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("arn", role.arn());
            view.put("id", role.roleName());
            view.put("uniqueId", role.roleId());
            view.put("path", role.path());
            view.put("assumeRolePolicy", there.trust());
            view.put("createDate", String.valueOf(role.createDate()));
            if (role.maxSessionDuration() != null) {
                view.put("maxSessionDuration", role.maxSessionDuration());
            }
            if (boundary(role) != null) {
                view.put("permissionsBoundary", Objects.requireNonNull(boundary(role)));
            }
            if (there.attached() != null) {
                view.put("managedPolicyArns", List.copyOf(there.attached()));
            }
            if (!is.isEmpty()) {
                view.put("tags", is);
                view.put("tagsAll", is);
            }
            return view;
        }

        private static @Nullable String boundary(Role role) {
            return role.permissionsBoundary() == null
                    ? null
                    : role.permissionsBoundary().permissionsBoundaryArn();
        }

        private static String decoded(String document) {
            return URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8);
        }

        private Set<String> attached() {
            Set<String> attached = new TreeSet<>();
            iam
                    .listAttachedRolePoliciesPaginator(r -> r.roleName(name()))
                    .attachedPolicies()
                    .stream()
                    .map(AttachedPolicy::policyArn)
                    .forEach(attached::add);
            return attached;
        }

        private Map<String, String> inlineThere() {
            Map<String, String> there = new TreeMap<>();
            for (String policy :
                    iam.listRolePoliciesPaginator(r -> r.roleName(name())).policyNames()) {
                there.put(
                        policy,
                        decoded(
                                iam.getRolePolicy(r -> r.roleName(name()).policyName(policy))
                                        .policyDocument()));
            }
            return there;
        }

        private List<Difference> differences(Seen there) {
            Role role = there.role();
            List<Difference> differences = new ArrayList<>(there.tags().differences());
            String trust = text("assumeRolePolicy");
            if (trust != null && !TrustMeaning.same(there.trust(), trust)) {
                differences.add(new Difference("assumeRolePolicy", there.trust(), trust));
            }
            compare("path", role.path(), text("path"), differences);
            compare("description", role.description(), text("description"), differences);
            @Nullable Integer session = session();
            compare(
                    "maxSessionDuration",
                    String.valueOf(role.maxSessionDuration()),
                    session == null ? null : session.toString(),
                    differences);
            if (fields.containsKey("permissionsBoundary")
                    || object.removed().contains("permissionsBoundary")) {
                String wanted = Objects.requireNonNullElse(text("permissionsBoundary"), "none");
                String is = Objects.requireNonNullElse(boundary(role), "none");
                compare("permissionsBoundary", is, wanted, differences);
            }
            if (there.attached() != null && !there.attached().equals(managed())) {
                differences.add(
                        new Difference(
                                "managedPolicyArns",
                                there.attached().toString(),
                                managed().toString()));
            }
            if (there.inline() != null && !sameInline(there.inline(), inline())) {
                differences.add(
                        new Difference(
                                "inlinePolicy",
                                there.inline().keySet().toString(),
                                inline().keySet().toString()));
            }
            return differences;
        }

        private static void compare(
                String field,
                @Nullable String is,
                @Nullable String should,
                List<Difference> differences) {
            if (should != null && !should.equals(is)) {
                differences.add(new Difference(field, String.valueOf(is), should));
            }
        }

        private static boolean sameInline(Map<String, String> is, Map<String, String> should) {
            return is.keySet().equals(should.keySet())
                    && should.entrySet().stream()
                            .allMatch(
                                    one ->
                                            PolicyMeaning.same(
                                                    String.valueOf(is.get(one.getKey())),
                                                    one.getValue()));
        }

        @Override
        public @Nullable String create() throws ExternalFailure, InterruptedException {
            String trust = text("assumeRolePolicy");
            if (trust == null) {
                throw new ExternalFailure(
                        "spec.forProvider.assumeRolePolicy is a required parameter");
            }
            return Failures.translated(
                    () -> {
                        iam.createRole(
                                r ->
                                        r.roleName(name())
                                                .path(Objects.requireNonNullElse(text("path"), "/"))
                                                .assumeRolePolicyDocument(trust)
                                                .description(text("description"))
                                                .maxSessionDuration(session())
                                                .permissionsBoundary(text("permissionsBoundary"))
                                                .tags(TagChange.written(tags)));
                        return null;
                    });
        }

        @Override
        public void update() throws ExternalFailure, InterruptedException {
            Seen there = Objects.requireNonNull(seen, "observe comes first");
            Ownership.check(there.owner(), release, object);
            String path = text("path");
            if (path != null && !path.equals(there.role().path())) {
                throw Failures.replacement("path");
            }
            Failures.translated(
                    () -> {
                        update(there);
                        return true;
                    });
        }

        private void update(Seen there) {
            if (!there.tags().set().isEmpty()) {
                iam.tagRole(r -> r.roleName(name()).tags(TagChange.written(there.tags().set())));
            }
            if (!there.tags().removed().isEmpty()) {
                iam.untagRole(r -> r.roleName(name()).tagKeys(there.tags().removed().keySet()));
            }
            for (Difference difference : differences(there)) {
                switch (difference.field()) {
                    case "assumeRolePolicy" ->
                            iam.updateAssumeRolePolicy(
                                    r -> r.roleName(name()).policyDocument(difference.should()));
                    case "description", "maxSessionDuration" ->
                            iam.updateRole(
                                    r ->
                                            r.roleName(name())
                                                    .description(
                                                            Objects.requireNonNullElse(
                                                                    text("description"),
                                                                    there.role().description()))
                                                    .maxSessionDuration(
                                                            Objects.requireNonNullElse(
                                                                    session(),
                                                                    there.role()
                                                                            .maxSessionDuration())));
                    case "permissionsBoundary" -> boundary();
                    case "managedPolicyArns" -> attach(Objects.requireNonNull(there.attached()));
                    case "inlinePolicy" -> inline(Objects.requireNonNull(there.inline()));
                    default -> {}
                }
            }
        }

        private void boundary() {
            String wanted = text("permissionsBoundary");
            if (wanted == null) {
                iam.deleteRolePermissionsBoundary(r -> r.roleName(name()));
            } else {
                iam.putRolePermissionsBoundary(r -> r.roleName(name()).permissionsBoundary(wanted));
            }
        }

        private void attach(Set<String> attached) {
            Set<String> missing = new LinkedHashSet<>(managed());
            missing.removeAll(attached);
            missing.forEach(arn -> iam.attachRolePolicy(r -> r.roleName(name()).policyArn(arn)));
            Set<String> gone = new LinkedHashSet<>(attached);
            gone.removeAll(managed());
            gone.forEach(arn -> iam.detachRolePolicy(r -> r.roleName(name()).policyArn(arn)));
        }

        private void inline(Map<String, String> there) {
            inline().forEach(
                            (policy, document) ->
                                    iam.putRolePolicy(
                                            r ->
                                                    r.roleName(name())
                                                            .policyName(policy)
                                                            .policyDocument(document)));
            there.keySet().stream()
                    .filter(policy -> !inline().containsKey(policy))
                    .forEach(
                            policy ->
                                    iam.deleteRolePolicy(
                                            r -> r.roleName(name()).policyName(policy)));
        }

        /** What the object itself put on the role goes first; what others did only when forced. */
        @Override
        public void delete() throws ExternalFailure, InterruptedException {
            Seen there = Objects.requireNonNull(seen, "observe comes first");
            Ownership.check(there.owner(), release, object);
            boolean forced = Boolean.TRUE.equals(fields.get("forceDetachPolicies"));
            Failures.translated(
                    () -> {
                        Set<String> attached = attached();
                        if (!forced) {
                            attached.retainAll(managed());
                        }
                        attached.forEach(
                                arn ->
                                        iam.detachRolePolicy(
                                                r -> r.roleName(name()).policyArn(arn)));
                        Set<String> policies = new TreeSet<>(inlineThere().keySet());
                        if (!forced) {
                            policies.retainAll(inline().keySet());
                        }
                        policies.forEach(
                                policy ->
                                        iam.deleteRolePolicy(
                                                r -> r.roleName(name()).policyName(policy)));
                        iam.deleteRole(r -> r.roleName(name()));
                        return true;
                    });
        }
    }
}
