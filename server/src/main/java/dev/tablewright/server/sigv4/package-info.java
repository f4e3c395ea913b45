/**
 * AWS Signature Version 4: who is calling. Works on the bytes of the request as sent. Start at
 * {@link dev.tablewright.server.sigv4.SignatureVerifier}.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">Signature
 *     Version 4</a>
 */
@NullMarked
package dev.tablewright.server.sigv4;

import org.jspecify.annotations.NullMarked;
