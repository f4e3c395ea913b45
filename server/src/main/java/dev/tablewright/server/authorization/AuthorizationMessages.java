package dev.tablewright.server.authorization;

import dev.tablewright.policy.Decision;
import dev.tablewright.policy.Decision.StatementRef;
import dev.tablewright.policy.Principal;
import dev.tablewright.policy.PrincipalElement;
import dev.tablewright.policy.Statement;
import dev.tablewright.policy.condition.Condition;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.IdentityException;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Explanations of denials that whoever was denied can carry about and not read: encrypted, so that
 * only who may call DecodeAuthorizationMessage in the same account learns what is in one. Safe for
 * use by many threads.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html">DecodeAuthorizationMessage</a>
 */
public final class AuthorizationMessages {
    /** What the key in the store is for. */
    public static final String PURPOSE = "authorization-messages";

    /** Longest message that DecodeAuthorizationMessage takes, in characters. */
    private static final int MOST_CHARACTERS = 10_240;

    private static final byte FORM = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final SecretKeySpec key;
    private final RandomGenerator random;

    /**
     * Creates an encoder and decoder.
     *
     * @param key 32 bytes; only messages of the same key can be decoded
     * @param random cryptographically strong, and safe for use by many threads
     */
    public AuthorizationMessages(byte[] key, RandomGenerator random) {
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /**
     * Encodes a denial. At most 10,240 characters: of a very long one the conditions, and then the
     * statements, are left out.
     */
    public String encode(Denied denied) {
        ObjectNode message = messageOf(denied);
        String encoded = encode(message, denied.context().caller().account());
        if (encoded.length() > MOST_CHARACTERS) {
            message.withObject("/context").set("conditions", items(List.of()));
            encoded = encode(message, denied.context().caller().account());
        }
        if (encoded.length() > MOST_CHARACTERS) {
            message.set("matchedStatements", items(List.of()));
            encoded = encode(message, denied.context().caller().account());
        }
        return encoded;
    }

    private String encode(ObjectNode message, String account) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] text = deflate(message.toString().getBytes(StandardCharsets.UTF_8));
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, account, text, 0);
        var out = new ByteArrayOutputStream(1 + nonce.length + sealed.length);
        out.write(FORM);
        out.writeBytes(nonce);
        out.writeBytes(sealed);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
    }

    /**
     * Decodes a message: JSON in the form that AWS documents.
     *
     * @param account of who asks: messages of other accounts cannot be decoded
     * @throws IdentityException if this server did not encode it
     */
    public String decode(String message, String account) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(message);
            if (bytes.length <= 1 + NONCE_BYTES || bytes[0] != FORM) {
                throw invalid();
            }
            byte[] nonce = java.util.Arrays.copyOfRange(bytes, 1, 1 + NONCE_BYTES);
            byte[] text = cipher(Cipher.DECRYPT_MODE, nonce, account, bytes, 1 + NONCE_BYTES);
            return new String(inflate(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw invalid();
        }
    }

    private static IdentityException invalid() {
        return new IdentityException(
                IdentityException.Code.INVALID_AUTHORIZATION_MESSAGE, "Message is not valid");
    }

    private byte[] cipher(int mode, byte[] nonce, String account, byte[] bytes, int from) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(account.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes, from, bytes.length - from);
        } catch (GeneralSecurityException failed) {
            throw new IllegalArgumentException("not encoded with this key", failed);
        }
    }

    private static byte[] deflate(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toByteArray();
    }

    private static byte[] inflate(byte[] bytes) {
        try (var inflater = new InflaterInputStream(new java.io.ByteArrayInputStream(bytes))) {
            return inflater.readAllBytes();
        } catch (IOException senseless) {
            throw new IllegalArgumentException(senseless);
        }
    }

    private static ObjectNode messageOf(Denied denied) {
        List<StatementRef> statements =
                denied.decision() instanceof Decision.ExplicitlyDenied(_, var refs)
                        ? refs
                        : List.of();
        ObjectNode message = object();
        message.put("allowed", false);
        message.put("explicitDeny", denied.decision() instanceof Decision.ExplicitlyDenied);
        message.set(
                "matchedStatements",
                items(statements.stream().map(ref -> statement(ref.statement())).toList()));
        message.set("failures", items(List.of()));
        ObjectNode context = message.putObject("context");
        context.set("principal", principal(denied.context().caller()));
        context.put("action", denied.question().action());
        context.put("resource", denied.question().resource());
        context.set(
                "conditions",
                items(
                        denied.question().context().all().entrySet().stream()
                                .map(entry -> condition(entry.getKey(), entry.getValue()))
                                .toList()));
        return message;
    }

    private static ObjectNode principal(Caller caller) {
        ObjectNode principal = object();
        List<String> id = caller.context().get("aws:userid");
        if (id != null) {
            principal.put("id", id.getFirst());
        }
        List<String> name = caller.context().get("aws:username");
        if (name != null && caller.principal().type() == Principal.Type.USER) {
            principal.put("name", name.getFirst());
        }
        return principal.put("arn", caller.principal().arn());
    }

    private static ObjectNode statement(Statement matched) {
        Statement.Source source = matched.source();
        ObjectNode statement = object();
        statement.put("statementId", source.sid() == null ? "" : source.sid());
        statement.put("effect", source.effect().policyName().toUpperCase(Locale.ROOT));
        statement.set(
                "principals",
                values(source.principals().stream().map(PrincipalElement::value).toList()));
        statement.set("principalGroups", items(List.of()));
        statement.set("actions", values(source.actions()));
        statement.set("resources", values(source.resources()));
        statement.set(
                "conditions",
                items(
                        source.conditions().stream()
                                .map((Condition c) -> condition(c.key(), c.values()))
                                .toList()));
        return statement;
    }

    private static ObjectNode condition(String key, List<String> values) {
        ObjectNode condition = object();
        condition.put("key", key);
        condition.set("values", values(values));
        return condition;
    }

    private static ObjectNode values(List<String> values) {
        return items(values.stream().map(value -> object().put("value", value)).toList());
    }

    /** A list, as these messages have them. */
    private static ObjectNode items(Collection<ObjectNode> elements) {
        ObjectNode list = object();
        ArrayNode items = list.putArray("items");
        elements.forEach(items::add);
        return list;
    }

    private static ObjectNode object() {
        return JsonMapper.shared().createObjectNode();
    }
}
