package dev.tablewright.cli;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Text in the form of AWS's shared configuration and credentials files. */
final class AwsFiles {
    private static final String HEAD = "# Made anew by \"tablewright up\".\n";

    /** Tells the keys of accounts from those of users; AWS's tools pass over it. */
    private static final String ACCOUNT = "tablewright_account";

    private AwsFiles() {}

    /** Returns the keys of one section. */
    static Optional<Keys> keys(@Nullable String text, String section) {
        Map<String, String> settings =
                text == null ? Map.of() : sections(text).getOrDefault(section, Map.of());
        String id = settings.get("aws_access_key_id");
        String secret = settings.get("aws_secret_access_key");
        return id == null || secret == null
                ? Optional.empty()
                : Optional.of(Keys.longTerm(id, secret));
    }

    /** Returns {@code text} with one section set; the others stay. */
    static String withKeys(String text, String section, Keys keys) {
        Map<String, Map<String, String>> sections = sections(text);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("aws_access_key_id", keys.accessKeyId());
        settings.put("aws_secret_access_key", keys.secretAccessKey());
        sections.put(section, settings);
        return write(sections);
    }

    /** Returns {@code text} with the key of an account's root user as one section. */
    static String withAccount(String text, String profile, String account, Keys keys) {
        Map<String, Map<String, String>> sections = sections(withKeys(text, profile, keys));
        sections.getOrDefault(profile, Map.of()).put(ACCOUNT, account);
        return write(sections);
    }

    /** Returns the accounts whose root keys are kept, by profile. */
    static Map<String, String> accounts(@Nullable String text) {
        Map<String, String> accounts = new LinkedHashMap<>();
        sections(text == null ? "" : text)
                .forEach(
                        (profile, settings) -> {
                            String account = settings.get(ACCOUNT);
                            if (account != null) {
                                accounts.put(profile, account);
                            }
                        });
        return accounts;
    }

    /** Returns a configuration with one more profile, whose keys are in the other file. */
    static String withProfile(
            @Nullable String config, String profile, URI endpoint, String region) {
        Map<String, Map<String, String>> sections = sections(config == null ? "" : config);
        sections.put("profile " + profile, base(endpoint, region));
        return HEAD + write(sections);
    }

    /**
     * Returns a configuration with a profile for each role, one for the administrator whom they are
     * assumed with, and one for each further account.
     *
     * @param installation tells this data directory from others: the AWS CLI keeps sessions of
     *     roles for an hour under what the profile says, and would else sign with one of a
     *     directory that is gone
     * @param accounts profiles of the root users of further accounts
     */
    static String config(
            URI endpoint,
            String region,
            String account,
            String installation,
            Collection<String> roles,
            Collection<String> accounts) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        sections.put("profile " + Administrator.USER, base(endpoint, region));
        for (String role : roles) {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("role_arn", "arn:aws:iam::" + account + ":role/" + role);
            settings.put("source_profile", Administrator.USER);
            settings.put("role_session_name", Session.NAME);
            settings.put("external_id", installation);
            settings.putAll(base(endpoint, region));
            sections.put("profile " + role, settings);
        }
        accounts.forEach(profile -> sections.put("profile " + profile, base(endpoint, region)));
        return HEAD + write(sections);
    }

    private static Map<String, String> base(URI endpoint, String region) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("region", region);
        settings.put("endpoint_url", endpoint.toString());
        return settings;
    }

    private static Map<String, Map<String, String>> sections(String text) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                settings = new LinkedHashMap<>();
                sections.put(line.substring(1, line.length() - 1).strip(), settings);
            } else if (line.contains("=") && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                settings.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
        return sections;
    }

    private static String write(Map<String, Map<String, String>> sections) {
        StringBuilder text = new StringBuilder();
        sections.forEach(
                (name, settings) -> {
                    text.append('[').append(name).append("]\n");
                    settings.forEach(
                            (key, value) ->
                                    text.append(key).append(" = ").append(value).append('\n'));
                    text.append('\n');
                });
        return text.toString();
    }
}
