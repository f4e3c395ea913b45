package dev.tablewright.server.sigv4;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Derived keys: one per secret, day, region and service, kept because each costs four hashes. */
final class SigningKeys {
    /**
     * Only verified scopes of known keys get here, so this is reached by many users, not by one.
     */
    private static final int MAX_KEPT = 4096;

    private final Map<Scope, byte[]> kept = new ConcurrentHashMap<>();

    private record Scope(String secret, String day, String region, String service) {
        @Override
        public String toString() {
            return "Scope";
        }
    }

    byte[] derive(String secret, String day, String region, String service) {
        if (kept.size() >= MAX_KEPT) {
            kept.clear();
        }
        return kept.computeIfAbsent(
                new Scope(secret, day, region, service), SigningKeys::deriveAnew);
    }

    private static byte[] deriveAnew(Scope scope) {
        byte[] key = bytes("AWS4" + scope.secret());
        key = Hashes.hmac(key, bytes(scope.day()));
        key = Hashes.hmac(key, bytes(scope.region()));
        key = Hashes.hmac(key, bytes(scope.service()));
        return Hashes.hmac(key, bytes("aws4_request"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
