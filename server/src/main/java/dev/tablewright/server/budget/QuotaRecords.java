package dev.tablewright.server.budget;

import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How quotas lie in the storage engine: one record each, which begins with its format. */
final class QuotaRecords {
    private static final int FORMAT = 1;

    private QuotaRecords() {}

    static List<EnvironmentQuota> load(StorageEngine storage) {
        List<EnvironmentQuota> quotas = new ArrayList<>();
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(Keyspace.BUDGETS, 0, 1, null)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                quotas.add(decode(entry.stored().value()));
            }
        }
        return quotas;
    }

    static Key keyOf(BudgetImage.Id id) {
        return new Key(Keyspace.BUDGETS, utf8(id.account()), utf8(id.environment()));
    }

    private static Bytes utf8(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static Bytes encode(EnvironmentQuota quota) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(quota.account());
            out.writeUTF(quota.environment());
            out.writeInt(quota.prefixes().size());
            for (String prefix : quota.prefixes()) {
                out.writeUTF(prefix);
            }
            limit(out, quota.tables());
            limit(out, quota.controlPlaneOperations());
            limit(out, quota.storedBytes());
            limit(out, quota.readUnits());
            limit(out, quota.writeUnits());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    /** No limit is below zero. */
    private static void limit(DataOutputStream out, @Nullable Long limit) throws IOException {
        out.writeLong(limit == null ? -1 : limit);
    }

    private static EnvironmentQuota decode(Bytes record) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record.array()))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("quota record of unknown format " + format);
            }
            String account = in.readUTF();
            String environment = in.readUTF();
            List<String> prefixes = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                prefixes.add(in.readUTF());
            }
            return new EnvironmentQuota(
                    account,
                    environment,
                    prefixes,
                    limit(in),
                    limit(in),
                    limit(in),
                    limit(in),
                    limit(in));
        } catch (IOException damaged) {
            throw new IllegalStateException("damaged quota record", damaged);
        }
    }

    private static @Nullable Long limit(DataInputStream in) throws IOException {
        long limit = in.readLong();
        return limit < 0 ? null : limit;
    }
}
