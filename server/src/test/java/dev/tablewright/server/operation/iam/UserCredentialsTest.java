package dev.tablewright.server.operation.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.server.identity.Totp;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DuplicateCertificateException;
import software.amazon.awssdk.services.iam.model.DuplicateSshPublicKeyException;
import software.amazon.awssdk.services.iam.model.EncodingType;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InvalidAuthenticationCodeException;
import software.amazon.awssdk.services.iam.model.InvalidPublicKeyException;
import software.amazon.awssdk.services.iam.model.InvalidUserTypeException;
import software.amazon.awssdk.services.iam.model.KeyPairMismatchException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedCertificateException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PasswordPolicyViolationException;
import software.amazon.awssdk.services.iam.model.SSHPublicKey;
import software.amazon.awssdk.services.iam.model.ServiceNotSupportedException;
import software.amazon.awssdk.services.iam.model.ServiceSpecificCredential;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UnrecognizedPublicKeyEncodingException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import javax.imageio.ImageIO;

/** What users have beside access keys, from giving to taking away. */
class UserCredentialsTest {
    private final IamServer server = new IamServer();
    private final IamClient iam = server.iam(server.root());

    @BeforeEach
    void fill() {
        iam.createUser(r -> r.userName("alice"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String text(String resource) {
        try (InputStream in = UserCredentialsTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void aPasswordIsMadeCheckedChangedAndTakenAway() {
        assertThatThrownBy(() -> iam.getLoginProfile(r -> r.userName("alice")))
                .isInstanceOf(NoSuchEntityException.class)
                .hasMessageContaining("Login Profile for User alice cannot be found.");
        assertThatThrownBy(() -> iam.createLoginProfile(r -> r.userName("alice").password("Sh0rt")))
                .isInstanceOf(PasswordPolicyViolationException.class);

        iam.createLoginProfile(
                r -> r.userName("alice").password("Passw0rd").passwordResetRequired(true));
        assertThat(
                        iam.getLoginProfile(r -> r.userName("alice"))
                                .loginProfile()
                                .passwordResetRequired())
                .isTrue();
        assertThatThrownBy(
                        () -> iam.createLoginProfile(r -> r.userName("alice").password("Passw0rd")))
                .isInstanceOf(EntityAlreadyExistsException.class)
                .hasMessageContaining("Login Profile for user alice already exists.");

        iam.updateAccountPasswordPolicy(r -> r.passwordReusePrevention(2).requireSymbols(true));
        IamClient herself = server.iam(allowed());
        assertThatThrownBy(
                        () ->
                                herself.changePassword(
                                        r -> r.oldPassword("no").newPassword("N3w#word")))
                .isInstanceOf(IamException.class)
                .hasMessageContaining("The old password was incorrect.");
        assertThatThrownBy(
                        () ->
                                herself.changePassword(
                                        r -> r.oldPassword("Passw0rd").newPassword("N3wword")))
                .hasMessageContaining("Password should have at least one symbol");
        herself.changePassword(r -> r.oldPassword("Passw0rd").newPassword("N3w#word"));
        assertThatThrownBy(
                        () -> iam.updateLoginProfile(r -> r.userName("alice").password("N3w#word")))
                .isInstanceOf(PasswordPolicyViolationException.class);
        assertThat(herself.getLoginProfile(r -> {}).loginProfile().passwordResetRequired())
                .isFalse();

        iam.deleteLoginProfile(r -> r.userName("alice"));
        assertThatThrownBy(() -> iam.deleteLoginProfile(r -> r.userName("alice")))
                .isInstanceOf(NoSuchEntityException.class);
    }

    private AwsCredentials allowed() {
        iam.putUserPolicy(
                r ->
                        r.userName("alice")
                                .policyName("all")
                                .policyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":
                                        {"Effect":"Allow","Action":"*","Resource":"*"}}
                                        """));
        var key = iam.createAccessKey(r -> r.userName("alice")).accessKey();
        return software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create(
                key.accessKeyId(), key.secretAccessKey());
    }

    @Test
    void onlyUsersHaveAPasswordToChange() {
        assertThatThrownBy(() -> iam.changePassword(r -> r.oldPassword("a").newPassword("b")))
                .isInstanceOf(InvalidUserTypeException.class);
    }

    /** What is wrong with a password must not be logged together with it. */
    @Test
    void violationsDoNotRepeatPasswords() {
        assertThat(
                        server.iamCall(
                                        server.root(),
                                        "CreateLoginProfile",
                                        "UserName=alice",
                                        "Password=" + "x".repeat(129))
                                .message())
                .isEqualTo(
                        "1 validation error detected: Value at 'password' failed to satisfy"
                                + " constraint: Member must have length less than or equal to 128");
    }

    @Test
    void aDeviceIsEnabledByTwoCodesInARow() throws IOException {
        var device =
                iam.createVirtualMFADevice(
                                r ->
                                        r.virtualMFADeviceName("phone")
                                                .tags(Tag.builder().key("k").value("v").build()))
                        .virtualMFADevice();
        String serial = device.serialNumber();
        String seed = device.base32StringSeed().asUtf8String();
        BufferedImage picture = ImageIO.read(device.qrCodePNG().asInputStream());
        assertThat(picture.getWidth()).isEqualTo(picture.getHeight()).isEqualTo((37 + 8) * 4);
        long step = Totp.stepAt(server.clock().instant());
        assertThat(serial).isEqualTo("arn:aws:iam::123456789012:mfa/phone");

        assertThatThrownBy(() -> enable(serial, Totp.code(seed, step), Totp.code(seed, step)))
                .isInstanceOf(InvalidAuthenticationCodeException.class);
        assertThatThrownBy(
                        () ->
                                enable(
                                        serial,
                                        Totp.code(seed, step - 90),
                                        Totp.code(seed, step - 89)))
                .as("codes of three quarters of an hour ago")
                .isInstanceOf(InvalidAuthenticationCodeException.class);
        enable(serial, Totp.code(seed, step - 1), Totp.code(seed, step));

        assertThat(iam.listMFADevices(r -> r.userName("alice")).mfaDevices())
                .singleElement()
                .satisfies(each -> assertThat(each.serialNumber()).isEqualTo(serial));
        assertThat(iam.getMFADevice(r -> r.serialNumber(serial).userName("alice")).userName())
                .isEqualTo("alice");
        assertThat(
                        iam.listVirtualMFADevices(r -> r.assignmentStatus("Assigned"))
                                .virtualMFADevices()
                                .getFirst()
                                .user()
                                .userName())
                .isEqualTo("alice");
        assertThat(
                        iam.listVirtualMFADevices(r -> r.assignmentStatus("Unassigned"))
                                .virtualMFADevices())
                .isEmpty();
        assertThat(iam.listMFADeviceTags(r -> r.serialNumber(serial)).tags()).hasSize(1);
        iam.resyncMFADevice(
                r ->
                        r.userName("alice")
                                .serialNumber(serial)
                                .authenticationCode1(Totp.code(seed, step + 10))
                                .authenticationCode2(Totp.code(seed, step + 11)));
        assertThatThrownBy(() -> iam.deleteVirtualMFADevice(r -> r.serialNumber(serial)))
                .hasMessageContaining("MFA VirtualDevice in use. Must deactivate first.");
        iam.deactivateMFADevice(r -> r.userName("alice").serialNumber(serial));
        iam.deleteVirtualMFADevice(r -> r.serialNumber(serial));
        assertThatThrownBy(() -> iam.deleteVirtualMFADevice(r -> r.serialNumber(serial)))
                .isInstanceOf(NoSuchEntityException.class)
                .hasMessageContaining(
                        "VirtualMFADevice with serial number " + serial + " doesn't exist.");
    }

    private void enable(String serial, String first, String second) {
        iam.enableMFADevice(
                r ->
                        r.userName("alice")
                                .serialNumber(serial)
                                .authenticationCode1(first)
                                .authenticationCode2(second));
    }

    @Test
    void sshKeysAreShownInBothForms() {
        SSHPublicKey key = upload(text("ssh-rsa.pub")).sshPublicKey();
        assertThat(key.fingerprint())
                .as("what ssh-keygen -l -E md5 prints")
                .isEqualTo("bf:c1:48:99:a8:fb:e9:c4:4d:72:b0:66:92:6d:09:98");
        assertThatThrownBy(() -> upload(text("ssh-rsa.pub")))
                .isInstanceOf(DuplicateSshPublicKeyException.class);
        assertThatThrownBy(() -> upload("ssh-rsa AAAA"))
                .isInstanceOf(InvalidPublicKeyException.class);
        assertThatThrownBy(() -> upload("ssh-ed25519 AAAA"))
                .isInstanceOf(UnrecognizedPublicKeyEncodingException.class);

        String pem =
                iam.getSSHPublicKey(
                                r ->
                                        r.userName("alice")
                                                .sshPublicKeyId(key.sshPublicKeyId())
                                                .encoding(EncodingType.PEM))
                        .sshPublicKey()
                        .sshPublicKeyBody();
        iam.deleteSSHPublicKey(r -> r.userName("alice").sshPublicKeyId(key.sshPublicKeyId()));
        SSHPublicKey again = upload(pem).sshPublicKey();
        assertThat(again.fingerprint()).isEqualTo(key.fingerprint());
        assertThat(again.sshPublicKeyBody()).startsWith("ssh-rsa AAAA");
        assertThat(again.sshPublicKeyId()).startsWith("APKA").isNotEqualTo(key.sshPublicKeyId());
        iam.updateSSHPublicKey(
                r ->
                        r.userName("alice")
                                .sshPublicKeyId(again.sshPublicKeyId())
                                .status(StatusType.INACTIVE));
        assertThat(iam.listSSHPublicKeys(r -> r.userName("alice")).sshPublicKeys())
                .singleElement()
                .satisfies(each -> assertThat(each.status()).isEqualTo(StatusType.INACTIVE));
    }

    private software.amazon.awssdk.services.iam.model.UploadSshPublicKeyResponse upload(
            String body) {
        return iam.uploadSSHPublicKey(r -> r.userName("alice").sshPublicKeyBody(body));
    }

    @Test
    void aUserHasTwoSigningCertificatesAtMost() {
        assertThatThrownBy(() -> uploadCertificate("nothing"))
                .isInstanceOf(MalformedCertificateException.class)
                .hasMessageContaining("Certificate nothing is malformed");
        String id = uploadCertificate(text("rsa-certificate.pem"));
        assertThatThrownBy(() -> uploadCertificate(text("rsa-certificate.pem")))
                .isInstanceOf(DuplicateCertificateException.class);
        uploadCertificate(text("ec-certificate.pem"));
        iam.updateSigningCertificate(
                r -> r.userName("alice").certificateId(id).status(StatusType.INACTIVE));

        assertThat(iam.listSigningCertificates(r -> r.userName("alice")).certificates())
                .extracting(each -> each.status())
                .containsExactly(StatusType.INACTIVE, StatusType.ACTIVE);

        iam.deleteSigningCertificate(r -> r.userName("alice").certificateId(id));
        assertThatThrownBy(
                        () ->
                                iam.deleteSigningCertificate(
                                        r -> r.userName("alice").certificateId(id)))
                .hasMessageContaining("The Certificate with id " + id + " cannot be found.");
    }

    private String uploadCertificate(String body) {
        return iam.uploadSigningCertificate(r -> r.userName("alice").certificateBody(body))
                .certificate()
                .certificateId();
    }

    @Test
    void credentialsOfServicesAreNamedAfterTheUser() {
        assertThatThrownBy(() -> newCredential("s3.amazonaws.com"))
                .isInstanceOf(ServiceNotSupportedException.class);
        ServiceSpecificCredential first = newCredential("codecommit.amazonaws.com");
        ServiceSpecificCredential second = newCredential("codecommit.amazonaws.com");
        newCredential("cassandra.amazonaws.com");
        assertThatThrownBy(() -> newCredential("codecommit.amazonaws.com"))
                .isInstanceOf(LimitExceededException.class);

        assertThat(first.serviceUserName()).isEqualTo("alice-at-123456789012");
        assertThat(second.serviceUserName()).isEqualTo("alice+1-at-123456789012");
        assertThat(
                        iam.resetServiceSpecificCredential(
                                        r ->
                                                r.userName("alice")
                                                        .serviceSpecificCredentialId(
                                                                first
                                                                        .serviceSpecificCredentialId()))
                                .serviceSpecificCredential()
                                .servicePassword())
                .isNotEqualTo(first.servicePassword());
        assertThat(
                        iam.listServiceSpecificCredentials(
                                        r ->
                                                r.userName("alice")
                                                        .serviceName("codecommit.amazonaws.com"))
                                .serviceSpecificCredentials())
                .hasSize(2);
        assertThat(
                        iam.listServiceSpecificCredentials(r -> r.allUsers(true).maxItems(2))
                                .isTruncated())
                .isTrue();
    }

    private ServiceSpecificCredential newCredential(String service) {
        return iam.createServiceSpecificCredential(r -> r.userName("alice").serviceName(service))
                .serviceSpecificCredential();
    }

    /** The order in which clients that remove a user are told what is left. */
    @Test
    void aUserWithCredentialsCannotBeDeleted() {
        iam.createLoginProfile(r -> r.userName("alice").password("Passw0rd"));
        String certificate = uploadCertificate(text("rsa-certificate.pem"));
        String key = upload(text("ssh-rsa.pub")).sshPublicKey().sshPublicKeyId();
        var device =
                iam.createVirtualMFADevice(r -> r.virtualMFADeviceName("d")).virtualMFADevice();
        String seed = device.base32StringSeed().asUtf8String();
        long step = Totp.stepAt(server.clock().instant());
        enable(device.serialNumber(), Totp.code(seed, step), Totp.code(seed, step + 1));

        refusedBecause("must delete login profile first.");
        iam.deleteLoginProfile(r -> r.userName("alice"));
        refusedBecause("must delete MFA device first.");
        iam.deactivateMFADevice(r -> r.userName("alice").serialNumber(device.serialNumber()));
        refusedBecause("must delete signing certificates first.");
        iam.deleteSigningCertificate(r -> r.userName("alice").certificateId(certificate));
        refusedBecause("must remove referenced objects first.");
        iam.deleteSSHPublicKey(r -> r.userName("alice").sshPublicKeyId(key));
        iam.deleteUser(r -> r.userName("alice"));
    }

    private void refusedBecause(String reason) {
        assertThatThrownBy(() -> iam.deleteUser(r -> r.userName("alice")))
                .hasMessageContaining("Cannot delete entity, " + reason);
    }

    @Test
    void samlProvidersAreDescribedByTheirMetadata() {
        assertThatThrownBy(
                        () ->
                                iam.createSAMLProvider(
                                        r -> r.name("idp").samlMetadataDocument("x".repeat(1000))))
                .hasMessageContaining("Could not parse metadata");
        String arn =
                iam.createSAMLProvider(
                                r -> r.name("idp").samlMetadataDocument(text("saml-metadata.xml")))
                        .samlProviderArn();
        assertThatThrownBy(
                        () ->
                                iam.createSAMLProvider(
                                        r ->
                                                r.name("IDP")
                                                        .samlMetadataDocument(
                                                                text("saml-metadata.xml"))))
                .isInstanceOf(EntityAlreadyExistsException.class);
        iam.updateSAMLProvider(
                r ->
                        r.samlProviderArn(arn)
                                .assertionEncryptionMode("Required")
                                .addPrivateKey(text("rsa-key.pem")));

        var provider = iam.getSAMLProvider(r -> r.samlProviderArn(arn));
        assertThat(provider.samlMetadataDocument()).isEqualTo(text("saml-metadata.xml"));
        assertThat(provider.assertionEncryptionModeAsString()).isEqualTo("Required");
        assertThat(provider.privateKeyList()).hasSize(1);
        assertThat(iam.listSAMLProviders().samlProviderList()).hasSize(1);
        iam.deleteSAMLProvider(r -> r.samlProviderArn(arn));
        assertThatThrownBy(() -> iam.getSAMLProvider(r -> r.samlProviderArn(arn)))
                .isInstanceOf(NoSuchEntityException.class);
    }

    /** A document type could make the parser read files of the server. */
    @Test
    void samlMetadataWithADocumentTypeIsRefused() {
        String hostile =
                text("saml-metadata.xml")
                        .replace(
                                "?>",
                                "?><!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>");

        assertThatThrownBy(
                        () ->
                                iam.createSAMLProvider(
                                        r -> r.name("h").samlMetadataDocument(hostile)))
                .hasMessageContaining("Could not parse metadata");
    }

    @Test
    void serverCertificatesNeedTheirPrivateKey() {
        assertThatThrownBy(() -> uploadServer("a", "rsa-certificate.pem", "ec-key-old-form.pem"))
                .isInstanceOf(KeyPairMismatchException.class);
        uploadServer("a", "rsa-certificate.pem", "rsa-key.pem");
        uploadServer("b", "rsa-certificate.pem", "rsa-key-old-form.pem");
        uploadServer("c", "ec-certificate.pem", "ec-key-old-form.pem");
        assertThatThrownBy(() -> uploadServer("C", "ec-certificate.pem", "ec-key-old-form.pem"))
                .hasMessageContaining("The Server Certificate with name C already exists.");

        iam.updateServerCertificate(
                r -> r.serverCertificateName("a").newServerCertificateName("d").newPath("/x/"));
        assertThat(
                        iam.listServerCertificates(r -> r.pathPrefix("/x/"))
                                .serverCertificateMetadataList())
                .singleElement()
                .satisfies(
                        each ->
                                assertThat(each.arn())
                                        .isEqualTo(
                                                "arn:aws:iam::123456789012:server-certificate/x/d"));
        assertThat(
                        iam.getServerCertificate(r -> r.serverCertificateName("d"))
                                .serverCertificate()
                                .certificateBody())
                .isEqualTo(text("rsa-certificate.pem"));
        iam.deleteServerCertificate(r -> r.serverCertificateName("d"));
        assertThatThrownBy(() -> iam.deleteServerCertificate(r -> r.serverCertificateName("d")))
                .hasMessageContaining("The Server Certificate with name d cannot be found.");
    }

    private void uploadServer(String name, String certificate, String key) {
        iam.uploadServerCertificate(
                r ->
                        r.serverCertificateName(name)
                                .certificateBody(text(certificate))
                                .privateKey(text(key))
                                .certificateChain(text("ec-certificate.pem")));
    }
}
