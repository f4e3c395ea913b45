/**
 * The operations of IAM, one file each; those that exist alike for users, groups and roles share
 * one.
 *
 * <p>Start at {@link dev.tablewright.server.operation.iam.IamOperations}. The texts of errors are
 * AWS's; authorization comes before existence, so a caller who may not touch a role cannot learn
 * whether it exists.
 */
@NullMarked
package dev.tablewright.server.operation.iam;

import org.jspecify.annotations.NullMarked;
