package dev.tablewright.server.federation;

import com.nimbusds.jose.jwk.JWKSet;

import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.OidcProvider;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keys that issuers publish, kept for an hour.
 *
 * <p>Anybody can send a token that names a key nobody has, so an unknown key makes us ask the
 * issuer again only twice a minute; and while one request waits for an issuer, others wait a moment
 * at most.
 */
final class DiscoveredKeys implements IssuerKeys {
    static final Duration KEPT = Duration.ofHours(1);
    static final Duration PAUSE = Duration.ofSeconds(30);

    /** After a failure, which may be over soon. */
    static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    private static final long PATIENCE_SECONDS = 3;

    /** More than any account may have; a deleted provider stays until then. */
    private static final int MOST_ISSUERS = 1_000;

    private final KeySource source;
    private final InstantSource clock;
    private final Map<String, Issuer> issuers = new ConcurrentHashMap<>();

    /** Asks an issuer. */
    @FunctionalInterface
    interface KeySource {
        /**
         * Returns the keys of a provider.
         *
         * @throws IdentityException if there is no answer, or none that can be trusted
         */
        JWKSet fetch(OidcProvider provider);
    }

    DiscoveredKeys(KeySource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public JWKSet of(OidcProvider provider, @Nullable String keyId) {
        if (issuers.size() > MOST_ISSUERS) {
            issuers.clear();
        }
        return issuers.computeIfAbsent(provider.id(), _ -> new Issuer()).keys(provider, keyId);
    }

    private final class Issuer {
        private final ReentrantLock fetching = new ReentrantLock();
        private volatile @Nullable Answer last;

        JWKSet keys(OidcProvider provider, @Nullable String keyId) {
            Answer answer = last;
            if (answer != null && answer.isUsable(provider, keyId, clock.instant())) {
                return answer.keys();
            }
            if (!enter()) {
                throw HttpKeySource.unreachable(provider);
            }
            try {
                answer = last;
                if (answer == null || !answer.isUsable(provider, keyId, clock.instant())) {
                    answer = fetch(provider);
                    last = answer;
                }
                return answer.keys();
            } finally {
                fetching.unlock();
            }
        }

        private boolean enter() {
            try {
                return fetching.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException stopNow) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private Answer fetch(OidcProvider provider) {
            try {
                return new Answer(provider, clock.instant(), source.fetch(provider), null);
            } catch (IdentityException failed) {
                return new Answer(provider, clock.instant(), null, failed);
            }
        }
    }

    /**
     * What came of asking.
     *
     * @param provider as it was then: its thumbprints are part of the question
     * @param known null when it failed
     */
    private record Answer(
            OidcProvider provider,
            Instant asked,
            @Nullable JWKSet known,
            @Nullable IdentityException failure) {
        boolean isUsable(OidcProvider now, @Nullable String keyId, Instant time) {
            boolean sameQuestion =
                    provider.issuer().equals(now.issuer())
                            && provider.thumbprints().equals(now.thumbprints());
            return sameQuestion && time.isBefore(asked.plus(pause(keyId)));
        }

        private Duration pause(@Nullable String keyId) {
            if (known == null) {
                return PAUSE_AFTER_FAILURE;
            }
            return keyId == null || known.getKeyByKeyId(keyId) != null ? KEPT : PAUSE;
        }

        JWKSet keys() {
            if (known == null) {
                throw failure != null ? failure : HttpKeySource.unreachable(provider);
            }
            return known;
        }
    }
}
