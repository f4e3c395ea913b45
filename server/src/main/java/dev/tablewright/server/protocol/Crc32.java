package dev.tablewright.server.protocol;

import java.util.zip.CRC32;

/** The checksum that DynamoDB sends along, and that some clients check. */
final class Crc32 {
    private Crc32() {}

    static String of(byte[] body) {
        var crc = new CRC32();
        crc.update(body, 0, body.length);
        return Long.toString(crc.getValue());
    }
}
