/**
 * DynamoDB's JSON, between request and response bytes and stored item bytes, without a tree.
 *
 * <p>Reading: {@link dev.tablewright.model.json.JsonMembers#parse} checks a body once and gives its
 * members; {@link dev.tablewright.model.json.ItemJson} turns a member into an item. Writing: {@link
 * dev.tablewright.model.json.JsonWriter}.
 *
 * <p>Three things can be wrong with a body, and AWS answers them apart: it is no JSON ({@link
 * dev.tablewright.model.json.JsonSyntaxException}), a member has the wrong JSON type ({@link
 * dev.tablewright.model.json.SerializationException}), or a value breaks a rule of DynamoDB, which
 * is reported only after the constraints of all members ({@link
 * dev.tablewright.model.json.ItemJson.Read.Invalid}).
 */
@NullMarked
package dev.tablewright.model.json;

import org.jspecify.annotations.NullMarked;
