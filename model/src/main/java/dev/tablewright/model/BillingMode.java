package dev.tablewright.model;

/** How a table is billed. */
public enum BillingMode {
    /** By declared capacity. */
    PROVISIONED,
    /** By request. */
    PAY_PER_REQUEST
}
