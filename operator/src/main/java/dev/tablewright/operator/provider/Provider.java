package dev.tablewright.operator.provider;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.exception.SdkException;

/** A target with its credentials, as a ProviderConfig describes it. Shared by several threads. */
public final class Provider implements AutoCloseable {
    private final Target target;
    private volatile @Nullable AwsAccount account;

    /** Wraps {@code target}, and closes it. */
    public Provider(Target target) {
        this.target = target;
    }

    /** Returns where calls go. */
    public Target target() {
        return target;
    }

    /**
     * Returns whose credentials these are; asks once.
     *
     * @throws SdkException if the target cannot be reached, or does not accept the credentials
     */
    public AwsAccount account() {
        AwsAccount known = account;
        if (known == null) {
            known = target.account();
            account = known;
        }
        return known;
    }

    @Override
    public void close() {
        target.close();
    }
}
