/**
 * Tokens of OpenID Connect identity providers: whether they are genuine, and what they say. Start
 * at {@link dev.tablewright.server.federation.IdentityTokens}.
 *
 * <p>A token proves itself by a signature with a key that its issuer publishes. Keys come from a
 * file that whoever runs the server named, which works without a network, or from the issuer over
 * HTTPS.
 */
@NullMarked
package dev.tablewright.server.federation;

import org.jspecify.annotations.NullMarked;
