package dev.tablewright.server.operation.iam;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.identity.VirtualMfaDevice;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** CreateVirtualMFADevice: makes a device; its seed is told once, in letters and as a picture. */
final class CreateVirtualMFADevice
        extends IamOperation<CreateVirtualMFADevice.Request, VirtualMfaDevice> {
    /** What a serial number of 256 characters leaves for path and name. */
    private static final int MOST_NAME_CHARACTERS = 226;

    private static final List<Constraint> NAME =
            List.of(
                    Constraint.pattern("[\\w+=,.@-]+"),
                    Constraint.minLength(1),
                    Constraint.maxLength(MOST_NAME_CHARACTERS));

    /** 40 bytes. */
    private static final int SEED_CHARACTERS = 64;

    CreateVirtualMFADevice(Identities identities) {
        super(identities);
    }

    record Request(String account, String path, String name, Tags tags) {
        String key() {
            return path.substring(1) + name;
        }
    }

    @Override
    public Request decode(QueryReader in) {
        String path = in.optional("Path", Shapes.MFA_DEVICE_PATH, "/");
        String name = in.required("VirtualMFADeviceName", NAME);
        Tags tags = in.tags();
        in.requireValid();
        tags.requireNew(IdentityException.Code.INVALID_INPUT);
        var request = new Request(in.account(), path, name, tags);
        if (request.key().length() > MOST_NAME_CHARACTERS) {
            throw new IdentityException(
                    IdentityException.Code.VALIDATION_ERROR,
                    "Path and name of a device have at most "
                            + MOST_NAME_CHARACTERS
                            + " characters together.");
        }
        return request;
    }

    @Override
    public List<Access> access(Request request) {
        return TagRules.withTagging(
                needs(),
                needs("TagMFADevice"),
                EntityKind.MFA_DEVICE,
                request.account(),
                request.path(),
                request.name(),
                request.tags());
    }

    @Override
    public VirtualMfaDevice execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return change(
                request.account(),
                draft -> {
                    draft.requireFree(EntityKind.MFA_DEVICE, request.key());
                    return draft.put(
                            new VirtualMfaDevice(
                                    draft.newHead(
                                            EntityKind.MFA_DEVICE, request.name(), request.path()),
                                    request.tags(),
                                    draft.newBase32(SEED_CHARACTERS),
                                    null));
                });
    }

    @Override
    public void encode(VirtualMfaDevice device, XmlWriter out) {
        byte[] seed = device.seed().getBytes(StandardCharsets.US_ASCII);
        out.element(
                "VirtualMFADevice",
                () -> {
                    out.text("SerialNumber", device.arn())
                            .text("Base32StringSeed", Base64.getEncoder().encodeToString(seed))
                            .text("QRCodePNG", Base64.getEncoder().encodeToString(picture(device)));
                    if (!device.tags().isEmpty()) {
                        new EntityXml(out, identities()).tags(device.tags());
                    }
                });
    }

    /** For the camera of a phone. */
    private static byte[] picture(VirtualMfaDevice device) {
        return Png.of(
                QrCode.of(
                        "otpauth://totp/"
                                + device.name()
                                + "@"
                                + device.account()
                                + "?secret="
                                + device.seed()));
    }
}
