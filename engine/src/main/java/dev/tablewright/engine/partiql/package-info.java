/**
 * PartiQL statements, put onto the same reads and writes that the operations of DynamoDB's own API
 * use. Start at {@link dev.tablewright.engine.partiql.Statement#parse}; {@link
 * dev.tablewright.engine.partiql.SelectPlan} and {@link dev.tablewright.engine.partiql.WritePlan}
 * fit a statement to its table.
 *
 * <p>The dialect is DynamoDB's: one table or index, no joins, no grouping, no aliases. Words, texts
 * of errors and what is supported are those that DynamoDB Local shows, as AWS documents only a
 * part.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html">PartiQL
 *     for DynamoDB</a>
 */
@NullMarked
package dev.tablewright.engine.partiql;

import org.jspecify.annotations.NullMarked;
