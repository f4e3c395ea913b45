package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.ResourcePolicy;
import dev.tablewright.engine.catalog.StreamRef;
import dev.tablewright.model.TableRef;
import dev.tablewright.policy.condition.Glob;
import dev.tablewright.server.authorization.TableActions;

import org.jspecify.annotations.Nullable;

/** What a resource policy can be attached to. */
sealed interface PolicyTarget {
    /** The ARN of the resource. */
    String arn();

    /** What its policy may speak of, in words. */
    String scope();

    /** Whether its policy may name an action; patterns must cover one. */
    boolean mayName(String actionOrPattern);

    /** Whether a resource of a statement can be this one, or a part of it. */
    boolean fits(String pattern);

    /** Returns its policy. */
    ResourcePolicy read(Catalog tables);

    /** Attaches a policy. */
    ResourcePolicy put(Catalog tables, String text, @Nullable String expected);

    /** Removes its policy; returns the one that is gone. */
    ResourcePolicy delete(Catalog tables, @Nullable String expected);

    /** A table, with its indexes. */
    record OfTable(TableRef table) implements PolicyTarget {
        @Override
        public String arn() {
            return table.arn();
        }

        @Override
        public String scope() {
            return "the table or its indexes";
        }

        @Override
        public boolean mayName(String actionOrPattern) {
            return TableActions.mayName(actionOrPattern);
        }

        @Override
        public boolean fits(String pattern) {
            int index = pattern.indexOf("/index/");
            return Glob.of(pattern).matches(table.arn())
                    || Glob.of(index < 0 ? pattern : pattern.substring(0, index) + "/index/*")
                            .matches(table.indexArn("any"));
        }

        @Override
        public ResourcePolicy read(Catalog tables) {
            return tables.resourcePolicy(table);
        }

        @Override
        public ResourcePolicy put(Catalog tables, String text, @Nullable String expected) {
            return tables.putResourcePolicy(table, text, expected);
        }

        @Override
        public ResourcePolicy delete(Catalog tables, @Nullable String expected) {
            return tables.deleteResourcePolicy(table, expected);
        }
    }

    /** A stream. */
    record OfStream(StreamRef stream) implements PolicyTarget {
        @Override
        public String arn() {
            return stream.arn();
        }

        @Override
        public String scope() {
            return "the stream";
        }

        @Override
        public boolean mayName(String actionOrPattern) {
            return TableActions.mayNameOfStream(actionOrPattern);
        }

        @Override
        public boolean fits(String pattern) {
            return Glob.of(pattern).matches(stream.arn());
        }

        @Override
        public ResourcePolicy read(Catalog tables) {
            return tables.resourcePolicy(stream);
        }

        @Override
        public ResourcePolicy put(Catalog tables, String text, @Nullable String expected) {
            return tables.putResourcePolicy(stream, text, expected);
        }

        @Override
        public ResourcePolicy delete(Catalog tables, @Nullable String expected) {
            return tables.deleteResourcePolicy(stream, expected);
        }
    }
}
