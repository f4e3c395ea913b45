/** Where resources live and with which credentials: ProviderConfigs. */
@NullMarked
package dev.tablewright.operator.provider;

import org.jspecify.annotations.NullMarked;
