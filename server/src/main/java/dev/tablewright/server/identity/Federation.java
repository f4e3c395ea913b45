package dev.tablewright.server.identity;

import dev.tablewright.policy.ConditionContext;

import java.util.List;

/**
 * What stays in a session of the identity provider's token that it was made from.
 *
 * @param provider ARN of the provider, the value of aws:FederatedProvider
 * @param keys condition keys such as {@code oidc.example.com:sub}
 */
public record Federation(String provider, List<Key> keys) {
    /** A condition key with its values. */
    public record Key(String name, List<String> values, boolean multivalued) {
        /** Copies the list. */
        public Key {
            values = List.copyOf(values);
        }

        /** A key that has one value. */
        public static Key of(String name, String value) {
            return new Key(name, List.of(value), false);
        }
    }

    /** Copies the list. */
    public Federation {
        keys = List.copyOf(keys);
    }

    /** Adds the condition keys, aws:FederatedProvider among them. */
    public void addTo(ConditionContext.Builder context) {
        context.put("aws:FederatedProvider", provider);
        for (Key key : keys) {
            if (key.multivalued()) {
                context.putAll(key.name(), key.values());
            } else {
                context.put(key.name(), key.values().getFirst());
            }
        }
    }
}
