package dev.tablewright.controlplane.setting;

import software.amazon.awssdk.core.exception.SdkClientException;

/** A target does not know the operation that a setting needs; other settings are not at fault. */
final class NotServed extends SdkClientException {
    private static final long serialVersionUID = 1L;

    NotServed(String sentence, Throwable answer) {
        super(SdkClientException.builder().message(sentence).cause(answer));
    }
}
