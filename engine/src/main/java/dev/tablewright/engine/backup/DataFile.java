package dev.tablewright.engine.backup;

/**
 * One of the objects that hold the items of an export.
 *
 * @param key of the object
 * @param items how many are in it
 * @param md5 of the object, in Base64
 * @param etag what the store calls this version of the object; ours is the MD5 in hexadecimal
 */
record DataFile(String key, long items, String md5, String etag) {}
