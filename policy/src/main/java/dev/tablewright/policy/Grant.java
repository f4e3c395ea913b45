package dev.tablewright.policy;

/**
 * How far an Allow of a resource policy or trust policy reaches inside the account, by the form in
 * which it named the caller. The weakest first. Across accounts every form but {@link #NONE} is the
 * same.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html">How
 *     AWS enforcement code logic evaluates requests</a>
 */
enum Grant {
    /** The caller is not named. */
    NONE,
    /** The account is named: its identity policies decide. */
    DELEGATED,
    /** The role is named: boundary and session policies still limit. */
    TO_ROLE,
    /** The user, the session, or everyone is named: nothing limits but a Deny. */
    FULL
}
