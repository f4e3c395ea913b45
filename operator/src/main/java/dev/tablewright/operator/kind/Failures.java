package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.operator.managed.ExternalFailure;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Says in words why a call failed. */
final class Failures {
    private Failures() {}

    /** Calls of a resource. */
    @FunctionalInterface
    interface Call<T extends @Nullable Object> {
        /** Makes them. */
        T make() throws ExternalFailure, InterruptedException;
    }

    /** Makes calls, and says in words why they failed. */
    static <T extends @Nullable Object> T translated(Call<T> call)
            throws ExternalFailure, InterruptedException {
        try {
            return call.make();
        } catch (AwsServiceException e) {
            throw new ExternalFailure(firstLine(Target.codeAndSentence(e)));
        } catch (SdkException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new ExternalFailure(firstLine(String.valueOf(e.getMessage())));
        } catch (java.io.UncheckedIOException e) {
            throw new ExternalFailure("a token cannot be read: " + e.getMessage());
        }
    }

    /**
     * Says what is wrong with settings that were read as values are.
     *
     * @param inObject the place of a field below {@code spec.forProvider}, from its place in values
     */
    static ExternalFailure mistakes(ValuesException mistakes, UnaryOperator<String> inObject) {
        return new ExternalFailure(
                mistakes.problems().stream()
                        .map(one -> mistake(inObject.apply(one.path()), one.wrong(), one.right()))
                        .collect(Collectors.joining("; ")));
    }

    /** Says what is wrong with a field of {@code spec.forProvider}. */
    static String mistake(String field, String wrong, String right) {
        return "spec.forProvider"
                + (field.isEmpty() ? "" : "." + field)
                + " "
                + wrong
                + ": "
                + right;
    }

    /** Crossplane's sentence for what would have to be made anew. */
    static ExternalFailure replacement(String argument) {
        return new ExternalFailure(
                "refuse to update the external resource because the following update requires"
                        + " replacing it: cannot change the value of the argument \""
                        + argument
                        + "\"");
    }

    /** What follows differs with every request, and an object is not to change with each. */
    private static String firstLine(String message) {
        return message.lines()
                .findFirst()
                .orElse(message)
                .replaceFirst(" \\(SDK Attempt Count: [0-9]+\\)", "")
                .strip();
    }
}
