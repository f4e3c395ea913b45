package dev.tablewright.engine.catalog;

import dev.tablewright.model.BillingMode;
import dev.tablewright.model.Throughput;

/**
 * What a table or index can take at once without growing first.
 *
 * @param read read units a second; 0 for what it has anyway
 * @param write write units a second; 0 for what it has anyway
 */
public record WarmThroughput(long read, long write) {
    /** What AWS gives every new on-demand table and index. */
    private static final WarmThroughput ON_DEMAND = new WarmThroughput(12_000, 4_000);

    /** Returns what a table or index has for which nothing more was asked. */
    public static WarmThroughput defaultFor(BillingMode billing, Throughput provisioned) {
        return billing == BillingMode.PAY_PER_REQUEST
                ? ON_DEMAND
                : new WarmThroughput(provisioned.read(), provisioned.write());
    }

    /** Returns this, or what is more: a capacity that grew later is warm too. */
    public WarmThroughput atLeast(WarmThroughput other) {
        return new WarmThroughput(Math.max(read, other.read), Math.max(write, other.write));
    }
}
