/** Where resources live and with which credentials: ProviderConfigs, and who uses them. */
@NullMarked
package dev.tablewright.operator.provider;

import org.jspecify.annotations.NullMarked;
