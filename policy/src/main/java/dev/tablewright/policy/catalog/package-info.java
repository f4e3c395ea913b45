/**
 * The actions that policies can speak of: facts of AWS's service authorization reference for
 * DynamoDB, IAM, STS and AWS Backup. Deciding a request needs none of this; linting a document and
 * answering "who can" do. Start at {@link dev.tablewright.policy.catalog.ActionCatalog}.
 */
@NullMarked
package dev.tablewright.policy.catalog;

import org.jspecify.annotations.NullMarked;
