package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Virtual MFA device: a seed that some app computes codes from. Its serial number is its ARN.
 *
 * @param seed in base 32
 * @param use null while no user has it
 */
public record VirtualMfaDevice(Head head, Tags tags, String seed, @Nullable Use use)
        implements Entity {
    /** Codes are looked for so far from the server's time when a device is synchronized. */
    private static final int SYNCHRONIZING_STEPS = 20;

    /** And so far from where the device was the last time, afterwards. */
    private static final int TOLERATED_STEPS = 1;

    /**
     * Who uses a device.
     *
     * @param user unique id
     * @param drift how many steps the device is ahead of the server
     * @param lastStep of the newest code that was accepted; none before it is accepted again
     */
    public record Use(String user, Instant enabled, long drift, long lastStep) {}

    @Override
    public EntityKind kind() {
        return EntityKind.MFA_DEVICE;
    }

    /** Two devices in different paths may have one name. */
    @Override
    public String key() {
        return path().substring(1) + name();
    }

    /** Whether a user has it. */
    public boolean isOf(String userId) {
        return use != null && use.user().equals(userId);
    }

    /** Returns this device with other tags. */
    public VirtualMfaDevice withTags(Tags changed) {
        return new VirtualMfaDevice(head, changed, seed, use);
    }

    /** Returns this device without a user. */
    public VirtualMfaDevice deactivated() {
        return new VirtualMfaDevice(head, tags, seed, null);
    }

    /**
     * Returns this device in the hands of a user who proved it by two codes in a row.
     *
     * @return null if they are none of about now
     */
    public @Nullable VirtualMfaDevice enabled(
            String user, Instant enabled, String one, String two, Instant now) {
        long step = Totp.stepAt(now);
        OptionalLong found =
                Totp.findPair(
                        seed, one, two, step - SYNCHRONIZING_STEPS, step + SYNCHRONIZING_STEPS);
        if (found.isEmpty()) {
            return null;
        }
        long last = found.getAsLong() + 1;
        return new VirtualMfaDevice(head, tags, seed, new Use(user, enabled, last - step, last));
    }

    /**
     * Returns this device after a code was used up.
     *
     * @return null if the code is wrong, too old, or was accepted before
     */
    public @Nullable VirtualMfaDevice used(String code, Instant now) {
        if (use == null) {
            return null;
        }
        long step = Totp.stepAt(now);
        long expected = step + use.drift();
        OptionalLong found =
                Totp.find(
                        seed,
                        code,
                        Math.max(expected - TOLERATED_STEPS, use.lastStep() + 1),
                        expected + TOLERATED_STEPS);
        if (found.isEmpty()) {
            return null;
        }
        long last = found.getAsLong();
        var changed = new Use(use.user(), use.enabled(), last - step, last);
        return new VirtualMfaDevice(head, tags, seed, changed);
    }

    @Override
    public String toString() {
        return "VirtualMfaDevice[" + arn() + "]";
    }
}
