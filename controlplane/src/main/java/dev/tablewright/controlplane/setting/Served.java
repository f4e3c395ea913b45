package dev.tablewright.controlplane.setting;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

import java.util.Set;
import java.util.function.Supplier;

/** Asks a target for what not every target knows: DynamoDB Local has no resource policies. */
final class Served {
    private static final Set<String> UNKNOWN =
            Set.of("UnknownOperationException", "UnknownOperation", "InvalidAction");

    private Served() {}

    /**
     * Asks.
     *
     * @param field that the values name
     * @throws NotServed if the target does not know the operation, with a sentence that names the
     *     field; other fields are not at fault
     */
    static <T> T ask(String field, Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
            if (code != null && UNKNOWN.contains(code)) {
                throw new NotServed(
                        "the target does not serve what "
                                + field
                                + " needs (it answers "
                                + code
                                + "); take "
                                + field
                                + " out of the values for this target",
                        e);
            }
            throw e;
        }
    }
}
