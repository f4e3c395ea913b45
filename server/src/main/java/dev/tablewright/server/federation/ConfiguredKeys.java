package dev.tablewright.server.federation;

import com.nimbusds.jose.jwk.JWKSet;

import dev.tablewright.server.identity.OidcProvider;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;

/**
 * Keys in files, one JSON Web Key Set for each issuer: what a cluster without a network, or a test,
 * uses. A file is read again when it changed and a key is asked for that was not in it, so that the
 * issuer may change its keys while the server runs.
 */
final class ConfiguredKeys implements IssuerKeys {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredKeys.class);

    private final Map<String, KeyFile> files = new HashMap<>();

    /**
     * Reads all files.
     *
     * @param files by issuer, as its tokens name it
     * @throws IOException if one cannot be read or holds no key set
     */
    ConfiguredKeys(Map<String, Path> files) throws IOException {
        for (var entry : files.entrySet()) {
            this.files.put(entry.getKey(), new KeyFile(entry.getValue()));
        }
    }

    @Override
    public @Nullable JWKSet of(OidcProvider provider, @Nullable String keyId) {
        KeyFile file = files.get(provider.issuer());
        return file == null ? null : file.keys(keyId);
    }

    private static final class KeyFile {
        private final Path path;
        private FileTime modified;
        private JWKSet keys;

        KeyFile(Path path) throws IOException {
            this.path = path;
            this.modified = Files.getLastModifiedTime(path);
            this.keys = read(path);
        }

        synchronized JWKSet keys(@Nullable String keyId) {
            if (keyId != null && keys.getKeyByKeyId(keyId) == null) {
                readAgainIfChanged();
            }
            return keys;
        }

        private void readAgainIfChanged() {
            try {
                FileTime now = Files.getLastModifiedTime(path);
                if (!now.equals(modified)) {
                    keys = read(path);
                    modified = now;
                }
            } catch (IOException unreadable) {
                LOG.warn("{}; the keys read before stay", unreadable.getMessage());
            }
        }

        private static JWKSet read(Path path) throws IOException {
            try {
                return JWKSet.parse(Files.readString(path)).toPublicJWKSet();
            } catch (ParseException noKeys) {
                throw new IOException(
                        path + " holds no JSON Web Key Set: " + noKeys.getMessage(), noKeys);
            }
        }
    }
}
