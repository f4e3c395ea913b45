package dev.tablewright.operator.managed;

/** Annotations and names that mean something. */
public final class Annotations {
    /** What the resource is called at the provider. */
    public static final String EXTERNAL_NAME = "crossplane.io/external-name";

    /** When its creation was begun, RFC 3339. */
    public static final String CREATE_PENDING = "crossplane.io/external-create-pending";

    /** When it was made. */
    public static final String CREATE_SUCCEEDED = "crossplane.io/external-create-succeeded";

    /** When making it failed. */
    public static final String CREATE_FAILED = "crossplane.io/external-create-failed";

    /** Pauses an object when it is exactly {@code true}. */
    public static final String PAUSED = "crossplane.io/paused";

    /** How often to look at the resource; a duration as Go writes it. */
    public static final String POLL_INTERVAL = "crossplane.io/poll-interval";

    /** A token: when it is new, the object is reconciled at once, and looked at thoroughly. */
    public static final String RECONCILE_REQUESTED = "crossplane.io/reconcile-requested-at";

    /** Lets a resource that exists and is nobody's be taken over, when it is {@code true}. */
    public static final String ADOPT = "tablewright.dev/adopt";

    /** Which fields of {@code spec.forProvider} the object has named so far, with commas. */
    public static final String NAMED = "tablewright.dev/named";

    /** Which fields of {@code spec.forProvider} the operator filled in, with commas. */
    public static final String FILLED_IN = "tablewright.dev/filled-in";

    /** The lifetime of an environment whose end {@link #EXPIRES} says; as written in the spec. */
    public static final String TTL = "tablewright.dev/ttl";

    /** When an environment ends, RFC 3339: its lifetime, counted from when that was set. */
    public static final String EXPIRES = "tablewright.dev/expires";

    /** Ours, beside which Crossplane's may stand. */
    public static final String FINALIZER = "tablewright.dev/external";

    private Annotations() {}
}
