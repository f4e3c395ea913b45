package dev.tablewright.server.identity;

/** The kinds of thing that have a name, a path and an ARN in IAM. */
public enum EntityKind {
    /** IAM user. */
    USER("user", "AIDA", "user"),
    /** Group of users. */
    GROUP("group", "AGPA", "group"),
    /** Role. */
    ROLE("role", "AROA", "role"),
    /** Managed policy. */
    POLICY("policy", "ANPA", "policy"),
    /** Instance profile. */
    INSTANCE_PROFILE("instance-profile", "AIPA", "instance profile"),
    /** OIDC identity provider. IAM shows no id of it; ours is only the key of its record. */
    OIDC_PROVIDER("oidc-provider", "OIDC", "oidc-provider"),
    /** SAML identity provider. As with OIDC providers, the id is ours. */
    SAML_PROVIDER("saml-provider", "SAML", "saml-provider"),
    /** Virtual MFA device. The id is ours. */
    MFA_DEVICE("mfa", "VMFA", "mfa"),
    /** Server certificate. */
    SERVER_CERTIFICATE("server-certificate", "ASCA", "server certificate");

    private final String resourceType;
    private final String idPrefix;
    private final String noun;

    EntityKind(String resourceType, String idPrefix, String noun) {
        this.resourceType = resourceType;
        this.idPrefix = idPrefix;
        this.noun = noun;
    }

    /** Returns the first word of the resource part of an ARN. */
    public String resourceType() {
        return resourceType;
    }

    /**
     * Returns the first four characters of unique ids.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html">IAM
     *     identifiers</a>
     */
    public String idPrefix() {
        return idPrefix;
    }

    /** Returns the word that IAM's sentences use. */
    public String noun() {
        return noun;
    }

    /** Returns the ARN of an entity of this kind. */
    public String arn(String account, String path, String name) {
        return "arn:aws:iam::" + account + ":" + resourceType + path + name;
    }
}
