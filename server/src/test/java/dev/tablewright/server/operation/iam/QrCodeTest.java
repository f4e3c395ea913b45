package dev.tablewright.server.operation.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The drawing was read by ZXing 3.5.3, as were texts of every length from 1 to the most. */
class QrCodeTest {
    private static final String DRAWING =
            """
            #######...#...##...##.#######
            #.....#..#...###.####.#.....#
            #.###.#.#..#...##.###.#.###.#
            #.###.#..#..#.###..##.#.###.#
            #.###.#..#..#..#...##.#.###.#
            #.....#...##########..#.....#
            #######.#.#.#.#.#.#.#.#######
            ........#..#.#...##..........
            ###.#####...###.###..##...#..
            #..#.#...#.##.#.###...#..#.##
            #.#.#####.###....#...###.####
            .....#...##.######.#.#..#..#.
            #..##.###.###...###..##..#..#
            .####.....##.#..###...#.....#
            ...#..#..##.##...#..#.#.#####
            .......####.###..###.#.....#.
            .#.##.#.#.#......##.#.##.#.##
            .#####...#.###..#.#####.....#
            #.....#.#.#.#.....#..#.#..###
            .#####..###..##.##.#..#.#...#
            #..#..#.###.#..#.##.#####..#.
            ........#####.#...###...#####
            #######.###.###.#.###.#.#.###
            #.....#.#...##...##.#...##..#
            #.###.#.#.###....##.######.#.
            #.###.#....###...##.#..######
            #.###.#.###.......##....#...#
            #.....#.##..##.#.#.####.##.#.
            #######.##..#....#####.#...##
            """;

    @Test
    void aTextIsDrawnSoThatReadersReadIt() {
        QrCode code = QrCode.of("otpauth://totp/koa@123456789012?secret=GEZDGNBV");

        assertThat(drawn(code)).isEqualTo(DRAWING);
    }

    @Test
    void theLongestTextFillsTheLargestSquare() {
        assertThat(QrCode.of("x".repeat(QrCode.MOST_BYTES)).size()).isEqualTo(65);
        assertThatThrownBy(() -> QrCode.of("x".repeat(QrCode.MOST_BYTES + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String drawn(QrCode code) {
        var drawing = new StringBuilder();
        for (int y = 0; y < code.size(); y++) {
            for (int x = 0; x < code.size(); x++) {
                drawing.append(code.isDark(x, y) ? '#' : '.');
            }
            drawing.append('\n');
        }
        return drawing.toString();
    }
}
