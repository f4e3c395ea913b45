package dev.tablewright.operator.managed;

/** Where the name of a resource comes from, which tells whether making it twice does harm. */
public enum Naming {
    /** From the object: its external-name, at first its own name. */
    BY_OBJECT,
    /** From the settings: an attachment of a policy to a role. Making it twice makes one. */
    BY_SETTINGS,
    /** From the provider, at creation. Making it twice makes two. */
    BY_PROVIDER
}
