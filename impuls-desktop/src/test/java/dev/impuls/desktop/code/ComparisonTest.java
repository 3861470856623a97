package dev.impuls.desktop.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void putsWhatIsTheSameSideBySide() {
    Comparison found =
        Comparison.of(List.of("a", "b", "c", "d"), List.of("a", "x", "y", "c", "d", "e"));

    assertThat(found.rows())
        .containsExactly(
            new Comparison.Row(0, 0, true),
            new Comparison.Row(1, 1, false),
            new Comparison.Row(Comparison.NONE, 2, false),
            new Comparison.Row(2, 3, true),
            new Comparison.Row(3, 4, true),
            new Comparison.Row(Comparison.NONE, 5, false));
    assertThat(found.differences()).containsExactly(1, 5);
  }

  @Test
  void givesUpOnTextsThatHaveLittleInCommon() {
    List<String> left = IntStream.range(0, 60_000).mapToObj(line -> "a" + line).toList();
    List<String> right = IntStream.range(0, 60_000).mapToObj(line -> "b" + line).toList();

    Comparison found = Comparison.of(left, right);

    assertThat(found.rows()).hasSize(60_000).noneMatch(Comparison.Row::same);
    assertThat(found.differences()).containsExactly(0);
  }

  @Property(tries = 200)
  void everyLineIsThereOnceAndInOrder(
      @ForAll @Size(max = 12) List<@CharRange(from = 'a', to = 'c') Character> left,
      @ForAll @Size(max = 12) List<@CharRange(from = 'a', to = 'c') Character> right) {
    List<String> lefts = left.stream().map(String::valueOf).toList();
    List<String> rights = right.stream().map(String::valueOf).toList();

    Comparison found = Comparison.of(lefts, rights);

    assertThat(found.rows().stream().mapToInt(Comparison.Row::left).filter(line -> line >= 0))
        .containsExactlyElementsOf(IntStream.range(0, lefts.size()).boxed().toList());
    assertThat(found.rows().stream().mapToInt(Comparison.Row::right).filter(line -> line >= 0))
        .containsExactlyElementsOf(IntStream.range(0, rights.size()).boxed().toList());
    for (Comparison.Row row : found.rows()) {
      if (row.same()) {
        assertThat(lefts.get(row.left())).isEqualTo(rights.get(row.right()));
      }
    }
    assertThat(found.differences().isEmpty()).isEqualTo(lefts.equals(rights));
  }
}
