package dev.tablewright.engine.objects;

class InMemoryObjectsTest extends ObjectStoreTest {}
