/** The query protocol of IAM and STS: form-encoded requests, XML answers. */
@NullMarked
package dev.tablewright.server.protocol.query;

import org.jspecify.annotations.NullMarked;
