package dev.tablewright.controlplane.desired;

/**
 * Where a table is, within the account of the credentials.
 *
 * @param name its name in AWS
 */
public record TableAddress(String region, String name) {
    @Override
    public String toString() {
        return name + " (" + region + ")";
    }
}
