package dev.tablewright.server.federation;

import com.nimbusds.jwt.JWTClaimsSet;

import dev.tablewright.server.identity.Federation;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.IdentityException.Code;
import dev.tablewright.server.identity.Tags;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The claims by which an issuer passes session tags and a source identity: nested, or each with a
 * name of its own.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp">Passing
 *     session tags using AssumeRoleWithWebIdentity</a>
 */
final class AwsClaims {
    private static final String TAGS = "https://aws.amazon.com/tags";
    private static final String SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";
    private static final String PRINCIPAL_TAGS = "principal_tags";
    private static final String TRANSITIVE_KEYS = "transitive_tag_keys";

    private static final int MOST_TAGS = 50;
    private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern TAG_VALUE =
            Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");
    private static final Pattern IDENTITY = Pattern.compile("[\\w+=,.@-]{2,64}");

    private AwsClaims() {}

    /**
     * Completes what a token says.
     *
     * @throws IdentityException if one of the claims breaks the rules of tags or identities
     */
    static IdentityToken read(
            JWTClaimsSet claims, String subject, String audience, Federation federation) {
        List<Tags.Tag> tags = new ArrayList<>();
        List<String> transitive = new ArrayList<>();
        if (claims.getClaim(TAGS) instanceof Map<?, ?> nested) {
            if (nested.get(PRINCIPAL_TAGS) instanceof Map<?, ?> values) {
                values.forEach((key, value) -> tags.add(tag(String.valueOf(key), value)));
            }
            addTexts(nested.get(TRANSITIVE_KEYS), transitive);
        }
        String flat = TAGS + "/" + PRINCIPAL_TAGS + "/";
        for (var claim : claims.getClaims().entrySet()) {
            if (claim.getKey().startsWith(flat)) {
                tags.add(tag(claim.getKey().substring(flat.length()), claim.getValue()));
            }
        }
        addTexts(claims.getClaim(TAGS + "/" + TRANSITIVE_KEYS), transitive);
        return new IdentityToken(
                subject,
                audience,
                federation,
                checked(new Tags(tags), transitive),
                transitive,
                sourceIdentity(claims));
    }

    /** A value is a text, or a list of one. */
    private static Tags.Tag tag(String key, @Nullable Object value) {
        Object single = value instanceof List<?> list && list.size() == 1 ? list.getFirst() : value;
        if (!(single instanceof String text)
                || !TAG_KEY.matcher(key).matches()
                || !TAG_VALUE.matcher(text).matches()
                || key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw rejected("The session tag " + key + " of the token is not valid");
        }
        return new Tags.Tag(key, text);
    }

    private static void addTexts(@Nullable Object claim, List<String> into) {
        switch (claim) {
            case null -> {}
            case String text -> into.add(text);
            case List<?> list -> list.forEach(value -> into.add(String.valueOf(value)));
            default -> throw rejected("The transitive tag keys of the token are not valid");
        }
    }

    private static Tags checked(Tags tags, List<String> transitive) {
        if (tags.list().size() > MOST_TAGS || tags.hasDuplicates()) {
            throw rejected("The session tags of the token are too many, or twice the same");
        }
        for (String key : transitive) {
            if (tags.get(key) == null) {
                throw rejected(
                        "The specified transitive tag key must be included in the requested tags.");
            }
        }
        return tags;
    }

    private static @Nullable String sourceIdentity(JWTClaimsSet claims) {
        Object claim = claims.getClaim(SOURCE_IDENTITY);
        if (claim == null) {
            return null;
        }
        if (!(claim instanceof String text) || !IDENTITY.matcher(text).matches()) {
            throw rejected("The source identity of the token is not valid");
        }
        return text;
    }

    private static IdentityException rejected(String message) {
        return new IdentityException(Code.IDP_REJECTED_CLAIM, message);
    }
}
