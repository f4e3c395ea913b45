package dev.tablewright.cli;

import dev.tablewright.server.Installation;
import dev.tablewright.server.Installation.RootKey;
import dev.tablewright.server.audit.AuditSettings;
import dev.tablewright.server.audit.KeyValues;
import dev.tablewright.server.authorization.Enforcement;
import dev.tablewright.storage.rocksdb.Durability;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The options that say what to serve and where. */
final class ServerOptions {
    @Mixin private DirectoryOption directory = new DirectoryOption();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8000",
            description = "Port to listen on (default: ${DEFAULT-VALUE}); 0 takes any free one.")
    private int port = 8000;

    @Option(names = "--in-memory", description = "Keep nothing: data is gone when it stops.")
    private boolean inMemory;

    @Option(
            names = "--durability",
            paramLabel = "LEVEL",
            defaultValue = "disk",
            description =
                    "What an answered write survives: disk (loss of power), os (end of the"
                            + " process), memory (default: ${DEFAULT-VALUE}).")
    private String durability = "disk";

    @Option(
            names = "--account",
            paramLabel = "ID",
            description =
                    "Account, 12 digits (default: accountId of the values, or "
                            + Installation.DEFAULT_ACCOUNT
                            + ").")
    private @Nullable String account;

    @Option(
            names = "--oidc-jwks",
            paramLabel = "ISSUER=FILE",
            description =
                    "Take the public keys of this OIDC issuer (https://...) from a JSON Web Key Set"
                            + " file instead of asking it; repeatable. For tokens in"
                            + " AssumeRoleWithWebIdentity.")
    private Map<String, Path> oidcKeys = new LinkedHashMap<>();

    @Option(
            names = "--soft",
            description =
                    "Do not enforce policies: let through what they would deny, count and log it."
                            + " Signatures and unknown keys are still refused.")
    private boolean soft;

    @Option(
            names = "--audit",
            paramLabel = "LEVEL",
            defaultValue = "management",
            description =
                    "What the audit files hold: management (also refused data requests, and how"
                            + " often each table is used by whom), all, off (default:"
                            + " ${DEFAULT-VALUE}).")
    private String audit = "management";

    @Option(
            names = "--audit-keys",
            paramLabel = "FORM",
            defaultValue = "off",
            description =
                    "How the audit files show partition keys of items: off, hashed, plain"
                            + " (default: ${DEFAULT-VALUE}).")
    private String auditKeys = "off";

    @Option(
            names = "--audit-retention",
            paramLabel = "AGE",
            defaultValue = "90d",
            description =
                    "How long audit files stay, for instance 30d (default: ${DEFAULT-VALUE}).")
    private String auditRetention = "90d";

    DataDirectory directory() {
        return directory.get();
    }

    boolean inMemory() {
        return inMemory;
    }

    /**
     * Returns what to open.
     *
     * @param valuesAccount the account that the values name; null for none
     * @throws CliException if an option is wrong; nothing was touched
     */
    Installation.Settings settings(@Nullable String valuesAccount) {
        return new Installation.Settings(
                        inMemory ? null : directory().root(),
                        level(),
                        Installation.LOOPBACK,
                        checkedPort(),
                        account(valuesAccount),
                        chosenRootKey())
                .withOidcKeys(checkedOidcKeys())
                .with(
                        soft ? Enforcement.SOFT : Enforcement.STRICT,
                        AuditSettings.DEFAULT
                                .with(choice("--audit", audit, AuditSettings.Level.values()))
                                .with(choice("--audit-keys", auditKeys, KeyValues.Form.values()))
                                .with(Age.of("--audit-retention", auditRetention)));
    }

    /** Returns the files by issuer, so that the command may go on in another directory. */
    private Map<String, Path> checkedOidcKeys() {
        Map<String, Path> checked = new LinkedHashMap<>();
        oidcKeys.forEach(
                (issuer, file) -> {
                    if (!issuer.matches("https?://.+")) {
                        throw new CliException(
                                "\""
                                        + issuer
                                        + "\" is no issuer: write --oidc-jwks"
                                        + " https://HOST/PATH=FILE");
                    }
                    if (!Files.isReadable(file)) {
                        throw new CliException("cannot read the key set " + file);
                    }
                    checked.put(issuer, file.toAbsolutePath());
                });
        return checked;
    }

    private static <E extends Enum<E>> E choice(String option, String written, E[] values) {
        List<String> names = new ArrayList<>();
        for (E value : values) {
            String name = value.name().toLowerCase(Locale.ROOT);
            if (name.equals(written)) {
                return value;
            }
            names.add(name);
        }
        throw new CliException(
                "\""
                        + written
                        + "\" is nothing that "
                        + option
                        + " knows: write "
                        + String.join(", ", names));
    }

    /** Says it where policies are not enforced: nobody should find out later. */
    void warn(Console console) {
        if (soft) {
            console.say(
                    "WARNING: soft mode. Policies are NOT enforced: every signed request is let"
                            + " through. \"tablewright status\" shows what would be denied.");
        }
    }

    /**
     * Refuses --soft for a server that runs already.
     *
     * @throws CliException if it is given
     */
    void requireNotSoft() {
        if (soft) {
            throw new CliException(
                    "a server is running already, and --soft is chosen when it starts; stop it"
                            + " first with \"tablewright down\"");
        }
    }

    /** Returns the account to serve. */
    String account(@Nullable String valuesAccount) {
        String chosen = account == null ? valuesAccount : account;
        if (chosen == null) {
            return Installation.DEFAULT_ACCOUNT;
        }
        if (!chosen.matches("[0-9]{12}")) {
            throw new CliException("\"" + chosen + "\" is no account: an account has 12 digits");
        }
        if (valuesAccount != null && !valuesAccount.equals(chosen)) {
            throw new CliException(
                    "the values are for the account "
                            + valuesAccount
                            + " (accountId), not for "
                            + chosen
                            + " (--account)");
        }
        return chosen;
    }

    private int checkedPort() {
        if (port < 0 || port > 65535) {
            throw new CliException(port + " is no port: 0 to 65535");
        }
        return port;
    }

    private Durability level() {
        try {
            return Durability.valueOf(durability.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    "\"" + durability + "\" is no durability: write disk, os or memory");
        }
    }

    private static @Nullable RootKey chosenRootKey() {
        String id = System.getenv("TABLEWRIGHT_ROOT_ACCESS_KEY_ID");
        String secret = System.getenv("TABLEWRIGHT_ROOT_SECRET_ACCESS_KEY");
        if (id == null && secret == null) {
            return null;
        }
        if (id == null || secret == null || id.isBlank() || secret.isBlank()) {
            throw new CliException(
                    "TABLEWRIGHT_ROOT_ACCESS_KEY_ID and TABLEWRIGHT_ROOT_SECRET_ACCESS_KEY belong"
                            + " together: set both or none");
        }
        return new RootKey(id, secret);
    }

    /** Returns these options for another process. */
    List<String> asArguments(Installation.Settings settings) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--port");
        arguments.add(String.valueOf(settings.port()));
        arguments.add("--data-dir");
        arguments.add(directory().root().toString());
        arguments.add("--account");
        arguments.add(settings.account());
        arguments.add("--durability");
        arguments.add(durability);
        settings.oidcKeys()
                .forEach(
                        (issuer, file) -> {
                            arguments.add("--oidc-jwks");
                            arguments.add(issuer + "=" + file);
                        });
        if (inMemory) {
            arguments.add("--in-memory");
        }
        if (soft) {
            arguments.add("--soft");
        }
        arguments.add("--audit=" + audit);
        arguments.add("--audit-keys=" + auditKeys);
        arguments.add("--audit-retention=" + auditRetention);
        return arguments;
    }
}
