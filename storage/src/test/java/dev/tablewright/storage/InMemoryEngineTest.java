package dev.tablewright.storage;

final class InMemoryEngineTest extends StorageEngineContract {
    @Override
    protected StorageEngine openEmpty() {
        return new InMemoryEngine();
    }
}
