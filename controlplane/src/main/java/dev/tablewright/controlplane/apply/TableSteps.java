package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.plan.CapacityWindow;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.Step.Change;
import dev.tablewright.controlplane.plan.Step.CreateIndex;
import dev.tablewright.controlplane.plan.Step.CreateTable;
import dev.tablewright.controlplane.plan.Step.DeleteIndex;
import dev.tablewright.controlplane.plan.Step.DeleteTable;
import dev.tablewright.controlplane.plan.Step.SetCapacity;
import dev.tablewright.controlplane.plan.Step.SetTags;
import dev.tablewright.controlplane.plan.StepText;
import dev.tablewright.controlplane.setting.ChangeLimit;
import dev.tablewright.controlplane.setting.NotDone;
import dev.tablewright.controlplane.setting.NotYet;
import dev.tablewright.controlplane.setting.OwnReplicas;
import dev.tablewright.controlplane.setting.TableCall;
import dev.tablewright.controlplane.setting.TableSettings;
import dev.tablewright.controlplane.setting.TableSight;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The steps that change a table. */
final class TableSteps {
    private final Target target;
    private final Release release;
    private final Patience patience;
    private final InstantSource clock;

    TableSteps(Target target, Release release, Patience patience, InstantSource clock) {
        this.target = target;
        this.release = release;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Does a step. One that is refused may have been done all the same: the answer to the first
     * call was lost, and the client tried again.
     */
    void execute(Step.OnTable step) throws NotDone, InterruptedException {
        try {
            call(step);
        } catch (NotYet | DynamoDbException e) {
            if (!isMade(step)) {
                throw e;
            }
        }
    }

    private boolean isMade(Step.OnTable step) throws StepFailed {
        return switch (step) {
            case Change(var table, var transition) ->
                    transition.isMade(new TableSight(target, table, own(table)));
            case SetCapacity capacity ->
                    capacity(live(capacity.table())).equals(capacity.to())
                            && !capacity.from().equals(capacity.to());
            case CreateIndex(var table, var index, _, _) -> hasIndex(own(table), index.name());
            case DeleteIndex(var table, var index) -> !hasIndex(own(table), index);
            // These say themselves when they were done before.
            case CreateTable _, SetTags _, Step.RemoveTags _, DeleteTable _ -> false;
        };
    }

    private static Step.Capacity capacity(TableSpec live) {
        return new Step.Capacity(live.billingMode(), live.throughput());
    }

    private void call(Step.OnTable step) throws NotDone, InterruptedException {
        switch (step) {
            case CreateTable create -> create(create);
            case SetTags tags -> setTags(tags);
            case Step.RemoveTags remove -> {
                TableDescription table = own(remove.table());
                Map<String, String> now = Observer.tags(client(remove.table()), remove.arn());
                for (Map.Entry<String, String> tag : remove.from().entrySet()) {
                    unmoved("tag " + tag.getKey(), tag.getValue(), now.get(tag.getKey()), null);
                }
                replicas(remove.table(), table).untag(remove.from().keySet());
                client(remove.table())
                        .untagResource(
                                request ->
                                        request.resourceArn(remove.arn())
                                                .tagKeys(remove.from().keySet()));
            }
            case Change change -> change(change);
            case SetCapacity capacity -> setCapacity(capacity);
            case DeleteIndex(var table, var index) -> {
                if (hasIndex(own(table), index)) {
                    update(step, request -> request.globalSecondaryIndexUpdates(deletion(index)));
                }
            }
            case CreateIndex create -> createIndex(create);
            case DeleteTable delete -> delete(delete);
        }
    }

    /** Waits until the table and all its indexes are ACTIVE. */
    void await(Step step, TableAddress table) throws NotDone, InterruptedException {
        patience.until(
                step,
                () -> {
                    TableDescription found = find(table);
                    if (found == null) {
                        throw new StepFailed("the table is gone");
                    }
                    return Observer.isReady(found) ? null : "the table is not ACTIVE";
                });
    }

    private void create(CreateTable step) throws NotDone, InterruptedException {
        CreateTableRequest request =
                request(step.desired(), Expiry.stamped(step.desired().spec().tags(), now()));
        patience.untilRoom(
                step,
                () -> {
                    try {
                        client(step.table()).createTable(request);
                        return null;
                    } catch (LimitExceededException full) {
                        return Target.codeAndSentence(full);
                    } catch (ResourceInUseException _) {
                        requireMadeBefore(step);
                        return null;
                    }
                });
    }

    /** The answer to a CreateTable that did its work may have been lost. */
    private void requireMadeBefore(CreateTable step) throws StepFailed {
        TableDescription there = find(step.table());
        boolean same =
                there != null
                        && Observer.definition(there)
                                .key()
                                .equals(step.desired().spec().definition().key())
                        && Owner.of(Observer.tags(client(step.table()), there.tableArn()))
                                .equals(new Owner.OwnedBy(release));
        if (!same) {
            throw new StepFailed("a table of that name has appeared since the plan was made");
        }
    }

    private Instant now() {
        return clock.instant();
    }

    private static CreateTableRequest request(DesiredTable table, Map<String, String> tags) {
        TableSpec spec = table.spec();
        CreateTableRequest.Builder request =
                CreateTableRequest.builder()
                        .tableName(table.address().name())
                        .keySchema(key(spec.definition().key()))
                        .attributeDefinitions(attributes(spec.definition().attributes()))
                        .billingMode(spec.billingMode().name())
                        .provisionedThroughput(throughput(spec.billingMode(), spec.throughput()))
                        .tags(tags(tags));
        List<LocalSecondaryIndex> local = new ArrayList<>();
        List<GlobalSecondaryIndex> global = new ArrayList<>();
        for (IndexDefinition index : spec.definition().indexes()) {
            if (index.kind() == Kind.LOCAL) {
                local.add(
                        LocalSecondaryIndex.builder()
                                .indexName(index.name())
                                .keySchema(key(index.key()))
                                .projection(projection(index.projection()))
                                .build());
            } else {
                global.add(
                        GlobalSecondaryIndex.builder()
                                .indexName(index.name())
                                .keySchema(key(index.key()))
                                .projection(projection(index.projection()))
                                .provisionedThroughput(
                                        throughput(spec.billingMode(), index.throughput()))
                                .build());
            }
        }
        // DynamoDB refuses empty lists.
        if (!local.isEmpty()) {
            request.localSecondaryIndexes(local);
        }
        if (!global.isEmpty()) {
            request.globalSecondaryIndexes(global);
        }
        return TableSettings.inCreation(request.build(), spec.settings());
    }

    private void setTags(SetTags step) throws StepFailed {
        DynamoDbClient client = client(step.table());
        Map<String, String> now = Observer.tags(client, step.arn());
        switch (Owner.of(now)) {
            case Owner.Nobody _ -> {}
            case Owner.OwnedBy(var owner) when owner.equals(release) -> {}
            case Owner.OwnedBy _, Owner.Unknown _ -> throw otherOwner();
        }
        for (Map.Entry<String, String> tag : step.to().entrySet()) {
            String key = tag.getKey();
            unmoved("tag " + key, step.from().get(key), now.get(key), tag.getValue());
        }
        if (step.to().keySet().stream().anyMatch(OwnReplicas::isCarried)) {
            TableDescription table = find(step.table());
            if (table != null) {
                replicas(step.table(), table).tag(step.to());
            }
        }
        client.tagResource(
                request ->
                        request.resourceArn(step.arn())
                                .tags(tags(Expiry.stamped(step.to(), now()))));
    }

    private OwnReplicas replicas(TableAddress address, TableDescription table) {
        return OwnReplicas.of(target, address, table.tableArn(), table.replicas());
    }

    private void change(Change step) throws NotDone, InterruptedException {
        TableDescription table = own(step.table());
        step.transition()
                .make(new TableSight(target, step.table(), table), new CallOf(step, table));
    }

    /** What a setting gets to change a table with. */
    private final class CallOf implements TableCall {
        private final Change step;
        private final TableDescription described;

        CallOf(Change step, TableDescription described) {
            this.step = step;
            this.described = described;
        }

        @Override
        public TableAddress table() {
            return step.table();
        }

        @Override
        public String arn() {
            return described.tableArn();
        }

        @Override
        public List<ReplicaDescription> replicas() {
            return described.replicas();
        }

        @Override
        public Target target() {
            return target;
        }

        @Override
        public void update(Consumer<UpdateTableRequest.Builder> change)
                throws NotDone, InterruptedException {
            TableSteps.this.update(step, change);
        }

        @Override
        public void until(Supplier<String> late, TableCall.Attempt attempt)
                throws NotDone, InterruptedException {
            patience.until(step, () -> attempt.succeeds() ? null : late.get());
        }

        @Override
        public NotYet refused(AwsServiceException refusal) {
            String sentence = Target.sentence(refusal);
            ChangeLimit limit = step.transition().setting().limit();
            Instant latest = limit == null ? now() : now().plus(limit.within());
            return new NotYet(RefusedUntil.saidIn(sentence).orElse(latest), sentence);
        }
    }

    private void setCapacity(SetCapacity planned) throws NotDone, InterruptedException {
        Step.Capacity now = capacity(live(planned.table()));
        SetCapacity step = leavingBe(planned, now);
        unmoved("capacity", step.from(), now, step.to());
        // One call sets the capacity of the table and of its indexes: this step was done before.
        if (now.equals(step.to()) && !now.equals(step.from())) {
            return;
        }
        List<GlobalSecondaryIndexUpdate> indexes = new ArrayList<>();
        step.indexes()
                .forEach(
                        (index, units) ->
                                indexes.add(
                                        GlobalSecondaryIndexUpdate.builder()
                                                .update(
                                                        change ->
                                                                change.indexName(index)
                                                                        .provisionedThroughput(
                                                                                throughput(units)))
                                                .build()));
        update(
                step,
                request -> {
                    if (step.from().mode() != step.to().mode()) {
                        request.billingMode(step.to().mode().name());
                    }
                    // Capacity that stays as it is may not be sent.
                    if (!step.from().equals(step.to())) {
                        request.provisionedThroughput(
                                throughput(step.to().mode(), step.to().table()));
                    }
                    if (!indexes.isEmpty()) {
                        request.globalSecondaryIndexUpdates(indexes);
                    }
                });
    }

    /** What the plan leaves as it is may have followed its use since. */
    private static SetCapacity leavingBe(SetCapacity step, Step.Capacity now) {
        Step.Capacity from = step.from();
        Step.Capacity to = step.to();
        if (from.mode() != to.mode() || now.mode() != to.mode()) {
            return step;
        }
        Throughput was = from.table();
        Throughput shall = to.table();
        boolean read = was.read() == shall.read();
        boolean write = was.write() == shall.write();
        return new SetCapacity(
                step.table(),
                new Step.Capacity(from.mode(), leavingBe(was, now.table(), read, write)),
                new Step.Capacity(to.mode(), leavingBe(shall, now.table(), read, write)),
                step.indexes());
    }

    private static Throughput leavingBe(
            Throughput planned, Throughput now, boolean read, boolean write) {
        return new Throughput(
                read ? now.read() : planned.read(), write ? now.write() : planned.write());
    }

    private void createIndex(CreateIndex step) throws NotDone, InterruptedException {
        TableDescription table = own(step.table());
        IndexDefinition index = step.index();
        if (hasIndex(table, index.name())) {
            boolean same =
                    Observer.definition(table).indexes().stream()
                            .filter(there -> there.name().equals(index.name()))
                            .allMatch(there -> there.key().equals(index.key()));
            if (!same) {
                throw new StepFailed(
                        "an index of that name and another key has appeared since the plan was"
                                + " made");
            }
            return;
        }
        BillingMode mode =
                index.throughput().equals(Throughput.ON_DEMAND)
                        ? BillingMode.PAY_PER_REQUEST
                        : BillingMode.PROVISIONED;
        CreateGlobalSecondaryIndexAction action =
                CreateGlobalSecondaryIndexAction.builder()
                        .indexName(index.name())
                        .keySchema(key(index.key()))
                        .projection(projection(index.projection()))
                        .provisionedThroughput(throughput(mode, index.throughput()))
                        .build();
        var creation =
                GlobalSecondaryIndexUpdate.builder()
                        .create(TableSettings.inIndexCreation(action, step.settings()))
                        .build();
        update(
                step,
                request ->
                        request.attributeDefinitions(attributes(step.attributes()))
                                .globalSecondaryIndexUpdates(creation));
    }

    private void delete(DeleteTable step) throws NotDone, InterruptedException {
        if (find(step.table()) == null) {
            return;
        }
        own(step.table());
        patience.until(
                step,
                () -> {
                    try {
                        client(step.table()).deleteTable(r -> r.tableName(step.table().name()));
                        return null;
                    } catch (ResourceInUseException | LimitExceededException busy) {
                        return Target.codeAndSentence(busy);
                    } catch (ResourceNotFoundException _) {
                        return null;
                    }
                });
        patience.until(step, () -> find(step.table()) == null ? null : "the table is not gone");
    }

    private void update(Step.OnTable step, Consumer<UpdateTableRequest.Builder> change)
            throws NotDone, InterruptedException {
        UpdateTableRequest request =
                UpdateTableRequest.builder()
                        .tableName(step.table().name())
                        .applyMutation(change)
                        .build();
        patience.until(
                step,
                () -> {
                    try {
                        client(step.table()).updateTable(request);
                        return null;
                    } catch (ResourceInUseException busy) {
                        return Target.codeAndSentence(busy);
                    } catch (LimitExceededException full) {
                        requireNotClosed(step, full);
                        return Target.codeAndSentence(full);
                    }
                });
    }

    /** A limit may be of what is under way at once, or of how often something may be changed. */
    private void requireNotClosed(Step.OnTable step, LimitExceededException refusal) throws NotYet {
        String sentence = Target.sentence(refusal);
        Optional<Instant> said = RefusedUntil.saidIn(sentence);
        if (said.isPresent()) {
            throw new NotYet(said.get(), sentence);
        }
        if (step instanceof SetCapacity capacity) {
            ObservedTable table = Observer.read(target, step.table(), _ -> false);
            if (table != null) {
                Instant opens = CapacityWindow.opens(capacity, table);
                if (opens.isAfter(now())) {
                    throw new NotYet(opens, sentence);
                }
            }
        }
    }

    /** Returns the table, provided that it is still this release's. */
    private TableDescription own(TableAddress address) throws StepFailed {
        TableDescription table = find(address);
        if (table == null) {
            throw new StepFailed("the table is gone");
        }
        Owner owner = Owner.of(Observer.tags(client(address), table.tableArn()));
        if (!owner.equals(new Owner.OwnedBy(release))) {
            throw otherOwner();
        }
        return table;
    }

    /** Returns the settings of the table, provided that it is still this release's. */
    private TableSpec live(TableAddress address) throws StepFailed {
        ObservedTable table = Observer.read(target, address, _ -> false);
        if (table == null) {
            throw new StepFailed("the table is gone");
        }
        if (!Owner.of(table.spec().tags()).equals(new Owner.OwnedBy(release))) {
            throw otherOwner();
        }
        return table.spec();
    }

    /** Checks that something is as it was when the plan was made, or as it shall be already. */
    private static <T> void unmoved(String what, @Nullable T was, @Nullable T is, @Nullable T shall)
            throws StepFailed {
        if (!Objects.equals(was, is) && !Objects.equals(shall, is)) {
            throw new StepFailed(
                    "it has changed since the plan was made: its "
                            + what
                            + " was "
                            + words(was)
                            + " and is "
                            + words(is));
        }
    }

    private static String words(@Nullable Object state) {
        return switch (state) {
            case null -> "absent";
            case Step.Capacity capacity -> StepText.words(capacity);
            default -> state.toString();
        };
    }

    private static StepFailed otherOwner() {
        return new StepFailed("the table has got another owner since the plan was made");
    }

    private @Nullable TableDescription find(TableAddress address) {
        try {
            return client(address)
                    .describeTable(request -> request.tableName(address.name()))
                    .table();
        } catch (ResourceNotFoundException _) {
            return null;
        }
    }

    private DynamoDbClient client(TableAddress table) {
        return target.dynamoDb(table.region());
    }

    private static boolean hasIndex(TableDescription table, String index) {
        return table.globalSecondaryIndexes().stream()
                .anyMatch(there -> there.indexName().equals(index));
    }

    private static GlobalSecondaryIndexUpdate deletion(String index) {
        return GlobalSecondaryIndexUpdate.builder()
                .delete(delete -> delete.indexName(index))
                .build();
    }

    private static List<KeySchemaElement> key(KeySchema key) {
        List<KeySchemaElement> elements = new ArrayList<>();
        key.hash().forEach(name -> elements.add(element(name, "HASH")));
        key.range().forEach(name -> elements.add(element(name, "RANGE")));
        return elements;
    }

    private static KeySchemaElement element(String name, String role) {
        return KeySchemaElement.builder().attributeName(name).keyType(role).build();
    }

    private static List<AttributeDefinition> attributes(Map<String, KeyType> attributes) {
        List<AttributeDefinition> definitions = new ArrayList<>();
        attributes.forEach(
                (name, type) ->
                        definitions.add(
                                AttributeDefinition.builder()
                                        .attributeName(name)
                                        .attributeType(type.name())
                                        .build()));
        return definitions;
    }

    /** An empty list of attributes is not allowed; for ALL and KEYS_ONLY it is left out. */
    private static Projection projection(IndexProjection projection) {
        Projection.Builder built = Projection.builder().projectionType(projection.type().name());
        return projection.nonKeyAttributes().isEmpty()
                ? built.build()
                : built.nonKeyAttributes(projection.nonKeyAttributes()).build();
    }

    private static @Nullable ProvisionedThroughput throughput(BillingMode mode, Throughput units) {
        return mode == BillingMode.PAY_PER_REQUEST ? null : throughput(units);
    }

    private static ProvisionedThroughput throughput(Throughput units) {
        return ProvisionedThroughput.builder()
                .readCapacityUnits(units.read())
                .writeCapacityUnits(units.write())
                .build();
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
