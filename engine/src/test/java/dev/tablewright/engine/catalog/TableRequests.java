package dev.tablewright.engine.catalog;

import static dev.tablewright.engine.catalog.KeyElement.Role.HASH;
import static dev.tablewright.engine.catalog.KeyElement.Role.RANGE;

import dev.tablewright.model.BillingMode;
import dev.tablewright.model.DistanceFunction;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.VectorIndexDefinition.SearchAttribute;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests that tests of the catalog start from. */
final class TableRequests {
    private static final IndexProjection ALL =
            new IndexProjection(IndexProjection.Type.ALL, List.of());

    private TableRequests() {}

    /** Key a; on demand. */
    static NewTable onDemand(TableRef ref) {
        return create(ref).build();
    }

    /** Key a; provisioned. */
    static NewTable provisioned(TableRef ref, long read, long write) {
        return create(ref).throughput(read, write).build();
    }

    /** Key a, b; a local index by c and a global one by c. */
    static NewTable withIndexes(TableRef ref) {
        return create(ref)
                .attributes("a", "b", "c")
                .key(hash("a"), range("b"))
                .local(index("local", hash("a"), range("c")))
                .global(index("global", hash("c")))
                .build();
    }

    /** Every setting differs from its default. */
    static NewTable withEverything(TableRef ref) {
        return new NewTable(
                ref,
                List.of(
                        new AttributeDeclaration("a", KeyType.S),
                        new AttributeDeclaration("b", KeyType.N),
                        new AttributeDeclaration("c", KeyType.B)),
                List.of(hash("a"), range("b")),
                List.of(index("local", hash("a"), range("c"))),
                List.of(
                        new IndexDeclaration(
                                "global",
                                List.of(hash("c"), hash("b"), range("a")),
                                new IndexProjection(
                                        IndexProjection.Type.INCLUDE, List.of("x", "y")),
                                null,
                                new OnDemandLimit(5, -1),
                                new WarmThroughput(20_000, 20_000))),
                BillingMode.PAY_PER_REQUEST,
                null,
                new OnDemandLimit(10, 20),
                new WarmThroughput(15_000, 5_000),
                new StreamRequest(true, StreamView.NEW_AND_OLD_IMAGES),
                new EncryptionRequest(true, null),
                TableClass.STANDARD_INFREQUENT_ACCESS,
                true,
                Map.of("team", "koa"),
                List.of(
                        new VectorIndexDeclaration(
                                "vectors",
                                "v",
                                1536,
                                DistanceFunction.DOT_PRODUCT,
                                List.of(
                                        new SearchAttribute("c", SearchAttribute.Role.HASH),
                                        new SearchAttribute(
                                                "free", SearchAttribute.Role.INLINE_FILTER)),
                                new IndexProjection(IndexProjection.Type.INCLUDE, List.of("z")))));
    }

    static KeyElement hash(String attribute) {
        return new KeyElement(attribute, HASH);
    }

    static KeyElement range(String attribute) {
        return new KeyElement(attribute, RANGE);
    }

    static IndexDeclaration index(String name, KeyElement... key) {
        return new IndexDeclaration(name, List.of(key), ALL, null, null, null);
    }

    static Create create(TableRef ref) {
        return new Create(ref);
    }

    static Change change(TableRef ref) {
        return new Change(ref);
    }

    /** Collects a CreateTable. */
    static final class Create {
        private final TableRef ref;
        private List<AttributeDeclaration> attributes =
                List.of(new AttributeDeclaration("a", KeyType.S));
        private List<KeyElement> key = List.of(hash("a"));
        private @Nullable List<IndexDeclaration> local;
        private @Nullable List<IndexDeclaration> global;
        private BillingMode billing = BillingMode.PAY_PER_REQUEST;
        private @Nullable Throughput throughput;
        private @Nullable OnDemandLimit limit;

        private Create(TableRef ref) {
            this.ref = ref;
        }

        Create attributes(String... names) {
            attributes = new ArrayList<>();
            for (String name : names) {
                attributes.add(new AttributeDeclaration(name, KeyType.S));
            }
            return this;
        }

        Create key(KeyElement... elements) {
            key = List.of(elements);
            return this;
        }

        Create local(IndexDeclaration... indexes) {
            local = List.of(indexes);
            return this;
        }

        Create global(IndexDeclaration... indexes) {
            global = List.of(indexes);
            return this;
        }

        Create throughput(long read, long write) {
            billing = BillingMode.PROVISIONED;
            throughput = new Throughput(read, write);
            return this;
        }

        Create billing(BillingMode mode, @Nullable Throughput provisioned) {
            billing = mode;
            throughput = provisioned;
            return this;
        }

        Create limit(long read, long write) {
            limit = new OnDemandLimit(read, write);
            return this;
        }

        NewTable build() {
            return new NewTable(
                    ref,
                    attributes,
                    key,
                    local,
                    global,
                    billing,
                    throughput,
                    limit,
                    null,
                    null,
                    null,
                    null,
                    false,
                    Map.of());
        }
    }

    /** Collects an UpdateTable. */
    static final class Change {
        private final TableRef ref;
        private final List<AttributeDeclaration> attributes = new ArrayList<>();
        private final List<IndexChange> indexes = new ArrayList<>();
        private @Nullable BillingMode billing;
        private @Nullable Throughput throughput;
        private @Nullable OnDemandLimit limit;
        private @Nullable WarmThroughput warm;
        private @Nullable StreamRequest stream;
        private @Nullable EncryptionRequest encryption;
        private @Nullable TableClass tableClass;
        private @Nullable Boolean protection;

        private Change(TableRef ref) {
            this.ref = ref;
        }

        Change attribute(String name, KeyType type) {
            attributes.add(new AttributeDeclaration(name, type));
            return this;
        }

        /** Creates a global index by one string attribute, and defines the attribute. */
        Change create(String index, String hash) {
            attribute(hash, KeyType.S);
            return index(new IndexChange.Create(TableRequests.index(index, hash(hash))));
        }

        Change delete(String index) {
            return index(new IndexChange.Delete(index));
        }

        Change index(IndexChange indexChange) {
            indexes.add(indexChange);
            return this;
        }

        Change indexThroughput(String index, long read, long write) {
            return index(new IndexChange.Update(index, new Throughput(read, write), null, null));
        }

        Change billing(BillingMode mode) {
            billing = mode;
            return this;
        }

        Change throughput(long read, long write) {
            throughput = new Throughput(read, write);
            return this;
        }

        Change limit(long read, long write) {
            limit = new OnDemandLimit(read, write);
            return this;
        }

        Change warm(long read, long write) {
            warm = new WarmThroughput(read, write);
            return this;
        }

        Change stream(boolean enabled, @Nullable StreamView view) {
            stream = new StreamRequest(enabled, view);
            return this;
        }

        Change encrypt(boolean enabled) {
            encryption = new EncryptionRequest(enabled, null);
            return this;
        }

        Change tableClass(TableClass other) {
            tableClass = other;
            return this;
        }

        Change protect(boolean on) {
            protection = on;
            return this;
        }

        TableChange build() {
            return new TableChange(
                    ref,
                    attributes,
                    billing,
                    throughput,
                    indexes,
                    limit,
                    warm,
                    stream,
                    encryption,
                    tableClass,
                    protection);
        }
    }
}
