package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.operator.managed.Difference;
import dev.tablewright.operator.managed.External;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.operator.provider.Provider;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** OpenIDConnectProviders: whose tokens are accepted for roles. One call a poll. */
final class TokenProviders implements Connecting {
    private static final String CLIENTS = "clientIdList";
    private static final String THUMBPRINTS = "thumbprintList";

    @Override
    public External connect(ManagedObject object, Provider provider) throws ExternalFailure {
        return new TokenProvider(object, provider);
    }

    /** One provider, for one reconcile. */
    private static final class TokenProvider implements External {
        private final ManagedObject object;
        private final Provider provider;
        private final IamClient iam;
        private final Map<String, Object> fields;
        private final Map<String, String> tags;
        private final Release release;
        private @Nullable Seen seen;

        private record Seen(GetOpenIdConnectProviderResponse is, TagChange tags, Owner owner) {}

        TokenProvider(ManagedObject object, Provider provider) throws ExternalFailure {
            this.object = object;
            this.provider = provider;
            this.iam = provider.target().iam();
            this.fields = object.forProvider();
            Map<String, String> written = Trees.textMap(fields.get("tags"));
            this.release = Ownership.ofPlatforms(object, written);
            this.tags = new LinkedHashMap<>(release.platformTags());
            this.tags.putAll(written);
        }

        /** That of the external name; else where one of this URL would be. */
        private @Nullable String arn() {
            String name = object.externalName();
            if (name != null && name.startsWith("arn:")) {
                return name;
            }
            String url = Trees.text(fields.get("url"));
            if (url == null) {
                return null;
            }
            AwsAccount account = provider.account();
            return "arn:%s:iam::%s:oidc-provider/%s"
                    .formatted(account.partition(), account.id(), issuer(url));
        }

        private static String issuer(String url) {
            return url.replaceFirst("^https?://", "").replaceFirst("/$", "");
        }

        @Override
        public Observation observe(boolean thoroughly)
                throws ExternalFailure, InterruptedException {
            return Failures.translated(
                    () -> {
                        @Nullable String arn = arn();
                        if (arn == null) {
                            return new Observation.Missing();
                        }
                        try {
                            return look(arn);
                        } catch (NoSuchEntityException _) {
                            return new Observation.Missing();
                        }
                    });
        }

        private Observation look(String arn) {
            GetOpenIdConnectProviderResponse is =
                    iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn));
            Map<String, String> tagged = TagChange.read(is.tags());
            TagChange change = TagChange.between(tagged, tags, fields.containsKey("tags"));
            seen = new Seen(is, change, Owner.ofPlatforms(tagged));
            List<Difference> differences = new ArrayList<>(change.differences());
            compare(CLIENTS, is.clientIDList(), differences);
            compare(THUMBPRINTS, is.thumbprintList(), differences);
            String url = Trees.text(fields.get("url"));
            if (url != null && !arn.endsWith("/" + issuer(url))) {
                differences.add(new Difference("url", String.valueOf(is.url()), url));
            }
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("arn", arn);
            view.put("id", arn);
            view.put("url", is.url());
            view.put(CLIENTS, is.clientIDList());
            view.put(THUMBPRINTS, is.thumbprintList());
            if (!tagged.isEmpty()) {
                view.put("tags", tagged);
                view.put("tagsAll", tagged);
            }
            boolean same = differences.isEmpty() && change.isEmpty();
            return new Observation.Present(
                    same ? State.UP_TO_DATE : State.DIFFERS,
                    Usable.YES,
                    view,
                    differences,
                    is.thumbprintList().isEmpty()
                            ? Map.of()
                            : Map.of(THUMBPRINTS, is.thumbprintList()),
                    null,
                    null,
                    null);
        }

        private void compare(String field, List<String> is, List<Difference> differences) {
            if (fields.containsKey(field)
                    && !new TreeSet<>(is).equals(new TreeSet<>(Trees.texts(fields.get(field))))) {
                differences.add(
                        new Difference(
                                field, is.toString(), Trees.texts(fields.get(field)).toString()));
            }
        }

        @Override
        public String create() throws ExternalFailure, InterruptedException {
            String url = Trees.text(fields.get("url"));
            if (url == null) {
                throw new ExternalFailure("spec.forProvider.url is a required parameter");
            }
            return Failures.translated(
                    () ->
                            iam.createOpenIDConnectProvider(
                                            r ->
                                                    r.url(url)
                                                            .clientIDList(
                                                                    Trees.texts(
                                                                            fields.get(CLIENTS)))
                                                            .thumbprintList(
                                                                    Trees.texts(
                                                                            fields.get(
                                                                                    THUMBPRINTS)))
                                                            .tags(TagChange.written(tags)))
                                    .openIDConnectProviderArn());
        }

        @Override
        public void update() throws ExternalFailure, InterruptedException {
            Seen there = Objects.requireNonNull(seen, "observe comes first");
            Ownership.check(there.owner(), release, object);
            String arn = Objects.requireNonNull(arn());
            String url = Trees.text(fields.get("url"));
            if (url != null && !arn.endsWith("/" + issuer(url))) {
                throw Failures.replacement("url");
            }
            Failures.translated(
                    () -> {
                        update(there, arn);
                        return true;
                    });
        }

        private void update(Seen there, String arn) {
            if (!there.tags().set().isEmpty()) {
                iam.tagOpenIDConnectProvider(
                        r ->
                                r.openIDConnectProviderArn(arn)
                                        .tags(TagChange.written(there.tags().set())));
            }
            if (!there.tags().removed().isEmpty()) {
                iam.untagOpenIDConnectProvider(
                        r ->
                                r.openIDConnectProviderArn(arn)
                                        .tagKeys(there.tags().removed().keySet()));
            }
            if (fields.containsKey(CLIENTS)) {
                List<String> wanted = Trees.texts(fields.get(CLIENTS));
                for (String client : wanted) {
                    if (!there.is().clientIDList().contains(client)) {
                        iam.addClientIDToOpenIDConnectProvider(
                                r -> r.openIDConnectProviderArn(arn).clientID(client));
                    }
                }
                for (String client : there.is().clientIDList()) {
                    if (!wanted.contains(client)) {
                        iam.removeClientIDFromOpenIDConnectProvider(
                                r -> r.openIDConnectProviderArn(arn).clientID(client));
                    }
                }
            }
            List<String> thumbprints = Trees.texts(fields.get(THUMBPRINTS));
            if (!thumbprints.isEmpty()
                    && !new TreeSet<>(thumbprints)
                            .equals(new TreeSet<>(there.is().thumbprintList()))) {
                iam.updateOpenIDConnectProviderThumbprint(
                        r -> r.openIDConnectProviderArn(arn).thumbprintList(thumbprints));
            }
        }

        @Override
        public void delete() throws ExternalFailure, InterruptedException {
            Seen there = Objects.requireNonNull(seen, "observe comes first");
            Ownership.check(there.owner(), release, object);
            String arn = Objects.requireNonNull(arn());
            Failures.translated(
                    () -> iam.deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn)));
        }
    }
}
