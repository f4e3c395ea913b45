package dev.tablewright.policy.condition;

/**
 * IpAddress and NotIpAddress: ranges in CIDR notation; a bare address is a range of one. An IPv4
 * address is in no IPv6 range, nor the reverse.
 */
enum IpAddressOperator implements ConditionOperator {
    IN("IpAddress", false),
    NOT_IN("NotIpAddress", true);

    private final String policyName;
    private final boolean negated;

    IpAddressOperator(String policyName, boolean negated) {
        this.policyName = policyName;
        this.negated = negated;
    }

    @Override
    public String policyName() {
        return policyName;
    }

    @Override
    public boolean isNegated() {
        return negated;
    }

    @Override
    public ValueTest compile(String policyValue, boolean variables) {
        IpRange range = IpRange.parse(policyValue);
        if (range == null) {
            throw ConditionOperator.unreadable();
        }
        return (requestValue, _) -> {
            byte[] address = IpRange.address(requestValue);
            return address != null && range.contains(address);
        };
    }
}
