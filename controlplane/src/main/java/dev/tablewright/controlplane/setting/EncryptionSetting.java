package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.ValueType;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.SSEDescription;
import software.amazon.awssdk.services.dynamodb.model.SSESpecification;
import software.amazon.awssdk.services.dynamodb.model.SSEStatus;
import software.amazon.awssdk.services.dynamodb.model.SSEType;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Encryption at rest: with the key that AWS owns, the account's own key, or one made for it. */
public final class EncryptionSetting implements Setting<Encryption> {
    /** The setting. */
    public static final EncryptionSetting ENCRYPTION = new EncryptionSetting();

    private static final String NAME = "serverSideEncryption";
    private static final Field<Boolean> ENABLED =
            Field.required(
                    "enabled",
                    new ValueType.Flag(),
                    "true for a key of KMS, false for the key that AWS owns");
    private static final Field<String> KEY =
            Field.optional(
                    "kmsKeyArn",
                    new ValueType.Text(
                            Pattern.compile(
                                    "arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[a-z0-9-]+"),
                            20,
                            2048,
                            "write the ARN of the key itself,"
                                    + " arn:aws:kms:<region>:<account>:key/<id>; an alias could mean"
                                    + " another key tomorrow"),
                    "ARN of a key of your own; otherwise the account's key of DynamoDB. Removing it"
                            + " alone changes nothing: what AWS fills in is left alone");
    private static final Field<Encryption> FIELD =
            Field.optional(
                    NAME,
                    new ValueType.Block<>(NAME, List.of(ENABLED, KEY), EncryptionSetting::of),
                    "encryption at rest; with the key that AWS owns when it leaves the values");

    private EncryptionSetting() {}

    private static Encryption of(BlockReader in) {
        boolean enabled = in.get(ENABLED);
        String key = in.find(KEY);
        if (!enabled && key != null && in.sound(ENABLED, KEY)) {
            in.add(
                    KEY,
                    "has no meaning when enabled is false",
                    "remove it, or write enabled: true");
        }
        return enabled ? new Encryption(true, key) : Encryption.AWS_OWNED;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "encryption";
    }

    @Override
    public Class<Encryption> type() {
        return Encryption.class;
    }

    @Override
    public Phase phase() {
        return Phase.ENCRYPTION;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(FIELD);
    }

    @Override
    public @Nullable Encryption read(BlockReader table) {
        return table.find(FIELD);
    }

    @Override
    public Encryption initial() {
        return Encryption.AWS_OWNED;
    }

    @Override
    public boolean isCopied() {
        return true;
    }

    @Override
    public boolean isInCreateTable() {
        return true;
    }

    @Override
    public CreateTableRequest inCreation(CreateTableRequest request, Encryption value) {
        return value.enabled()
                ? request.toBuilder().sseSpecification(specification(value)).build()
                : request;
    }

    @Override
    public Encryption observe(TableSight sight) {
        SSEDescription found = sight.table().sseDescription();
        return found == null
                        || found.status() == SSEStatus.DISABLED
                        || found.status() == SSEStatus.DISABLING
                ? Encryption.AWS_OWNED
                : new Encryption(true, found.kmsMasterKeyArn());
    }

    /** The account's key of DynamoDB is reported by an ARN of its own. */
    @Override
    public boolean satisfies(Encryption is, Encryption wanted) {
        return is.enabled() == wanted.enabled()
                && (wanted.kmsKeyArn() == null || wanted.kmsKeyArn().equals(is.kmsKeyArn()));
    }

    @Override
    public String words(Encryption value) {
        if (!value.enabled()) {
            return "by the key that AWS owns";
        }
        return value.kmsKeyArn() == null ? "by the account's key" : "by " + value.kmsKeyArn();
    }

    /** Besides one more for each six hours without a change; back to AWS's own key at any time. */
    @Override
    public ChangeLimit limit() {
        return new ChangeLimit(4, Duration.ofHours(24));
    }

    @Override
    public void change(TableCall call, Encryption from, Encryption to)
            throws NotDone, InterruptedException {
        call.update(request -> request.sseSpecification(specification(to)));
    }

    private static SSESpecification specification(Encryption value) {
        SSESpecification.Builder specification =
                SSESpecification.builder().enabled(value.enabled());
        return value.enabled()
                ? specification.sseType(SSEType.KMS).kmsMasterKeyId(value.kmsKeyArn()).build()
                : specification.build();
    }
}
