package dev.impuls.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionSummary;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lists: order, pages, filters. */
interface ListingContract extends StoreUnderTest {
  /** In order of their UTF-16 code units, which is neither the dictionary's nor a locale's. */
  List<String> NAMES =
      List.of("0", "10", "9", "A", "B-1", "B1", "BB", "B_1", "Zoo", "aa", "b", "c-d", "cd", "z");

  private void createAll() {
    for (String name : NAMES.reversed()) {
      store().create(Samples.draft(name));
    }
  }

  private static FunctionQuery page(@Nullable String after, int limit) {
    return new FunctionQuery(null, null, after, limit);
  }

  private List<String> names(FunctionQuery query) {
    List<String> listed =
        store().list(query).functions().stream().map(FunctionSummary::name).toList();
    try (Stream<Function> stream = store().stream(query)) {
      assertThat(stream.map(Function::name)).as("streamed").isEqualTo(listed);
    }
    return listed;
  }

  @Test
  default void anEmptyStoreListsNothing() {
    assertThat(store().list(FunctionQuery.ALL)).isEqualTo(new Page(List.of(), 0, false));
    assertThat(store().list(page("x", 1))).isEqualTo(new Page(List.of(), 0, false));
    assertThat(names(FunctionQuery.ALL)).isEmpty();
  }

  @Test
  default void listsAreInOrderOfName() {
    createAll();

    assertThat(names(FunctionQuery.ALL)).isEqualTo(NAMES);
    assertThat(store().list(FunctionQuery.ALL).total()).isEqualTo(NAMES.size());
    assertThat(store().list(FunctionQuery.ALL).more()).isFalse();
    assertThat(another().list(FunctionQuery.ALL)).isEqualTo(store().list(FunctionQuery.ALL));
  }

  @Test
  default void summariesSayWhatTheFunctionsAre() {
    createAll();
    store().update("A", Samples.description("changed"), null);
    store().update("b", Samples.code("changed"), null);

    for (FunctionSummary summary : store().list(FunctionQuery.ALL).functions()) {
      assertThat(summary).isEqualTo(store().get(summary.name()).summary());
    }
    try (Stream<Function> stream = store().stream(FunctionQuery.ALL)) {
      assertThat(stream).containsExactlyElementsOf(NAMES.stream().map(store()::get).toList());
    }
  }

  @Test
  default void pagesTogetherAreTheWholeList() {
    createAll();
    for (int limit : List.of(1, 2, 5, NAMES.size() - 1, NAMES.size(), NAMES.size() + 1)) {
      List<String> seen = new ArrayList<>();
      String after = null;
      boolean more = true;
      while (more) {
        Page page = store().list(page(after, limit));
        assertThat(page.total()).isEqualTo(NAMES.size());
        assertThat(page.functions()).hasSizeBetween(1, limit);
        page.functions().forEach(summary -> seen.add(summary.name()));
        after = seen.getLast();
        more = page.more();
        assertThat(more).isEqualTo(seen.size() < NAMES.size());
      }
      assertThat(seen).isEqualTo(NAMES);
    }
  }

  @Test
  default void aPageBeginsBehindANameThatNeedNotBeThere() {
    createAll();

    assertThat(names(page("B0", 2))).containsExactly("B1", "BB");
    assertThat(names(page("", 1))).containsExactly("0");
    assertThat(names(page("zz", 5))).isEmpty();
    assertThat(names(page("../..", 1))).containsExactly("0");
    assertThat(names(page("漢\ud83d\ude00", 5))).isEmpty();
    assertThat(store().list(page("z", 5))).isEqualTo(new Page(List.of(), NAMES.size(), false));
    store().delete("B1", null);
    assertThat(names(page("B1", 1))).containsExactly("BB");
  }

  @Test
  default void textIsLookedForInNameAndDescriptionWhateverTheCase() {
    store().create(Samples.described("Resize-Image", "makes pictures smaller", "nodejs22"));
    store().create(Samples.described("mail", "Sends a PICTURE by e-mail", "nodejs22"));
    store().create(Samples.described("percent", "100% of a_b \\ 'quoted' ÄPFEL", "nodejs22"));
    store().create(Samples.described("other", "", "nodejs22"));

    assertThat(names(text("picture"))).containsExactly("Resize-Image", "mail");
    assertThat(names(text("PICTURES"))).containsExactly("Resize-Image");
    assertThat(names(text("image"))).containsExactly("Resize-Image");
    assertThat(names(text("mail"))).containsExactly("mail");
    assertThat(names(text("e"))).containsExactly("Resize-Image", "mail", "other", "percent");
    assertThat(names(text("100%"))).containsExactly("percent");
    assertThat(names(text("%"))).containsExactly("percent");
    assertThat(names(text("_"))).containsExactly("percent");
    assertThat(names(text("\\"))).containsExactly("percent");
    assertThat(names(text("'quoted'"))).containsExactly("percent");
    assertThat(names(text("äpfel"))).containsExactly("percent");
    assertThat(names(text("nodejs22"))).isEmpty();
    assertThat(names(text("\0"))).isEmpty();
    assertThat(names(text(""))).hasSize(4);
  }

  private static FunctionQuery text(String text) {
    return new FunctionQuery(text, null, null, Integer.MAX_VALUE);
  }

  @Test
  default void aRuntimeIsMatchedExactly() {
    store().create(Samples.described("a", "", "nodejs22"));
    store().create(Samples.described("b", "", "nodejs20"));
    store().create(Samples.described("c", "", "nodejs22"));
    store().create(Samples.described("d", "", "nodejs"));

    assertThat(names(new FunctionQuery(null, "nodejs22", null, 9))).containsExactly("a", "c");
    assertThat(names(new FunctionQuery(null, "nodejs", null, 9))).containsExactly("d");
    assertThat(names(new FunctionQuery(null, "NODEJS22", null, 9))).isEmpty();
    assertThat(names(new FunctionQuery(null, "nodejs2%", null, 9))).isEmpty();
    assertThat(names(new FunctionQuery(null, "", null, 9))).isEmpty();
    store().update("b", Samples.runtime("nodejs22"), null);
    assertThat(names(new FunctionQuery(null, "nodejs22", null, 9))).containsExactly("a", "b", "c");
  }

  @Test
  default void filtersAndPagesGoTogether() {
    for (int i = 0; i < 20; i++) {
      store()
          .create(
              Samples.described(
                  "f" + (char) ('a' + i),
                  i % 2 == 0 ? "even" : "odd",
                  i % 3 == 0 ? "nodejs22" : "nodejs20"));
    }

    // Multiples of six: 0, 6, 12, 18.
    Page first = store().list(new FunctionQuery("EVEN", "nodejs22", null, 2));
    Page second = store().list(new FunctionQuery("EVEN", "nodejs22", "fg", 2));

    assertThat(first.functions()).extracting(FunctionSummary::name).containsExactly("fa", "fg");
    assertThat(first.total()).isEqualTo(4);
    assertThat(first.more()).isTrue();
    assertThat(second.functions()).extracting(FunctionSummary::name).containsExactly("fm", "fs");
    assertThat(second.total()).isEqualTo(4);
    assertThat(second.more()).isFalse();
  }

  @Test
  default void aStreamLeavesOutWhatIsRemovedMeanwhile() {
    createAll();
    try (Stream<Function> stream = store().stream(FunctionQuery.ALL)) {
      Iterator<Function> functions = stream.iterator();
      assertThat(functions.next().name()).isEqualTo("0");
      store().delete("Zoo", null);
      store().delete("z", null);
      List<String> rest = new ArrayList<>();
      functions.forEachRemaining(function -> rest.add(function.name()));

      assertThat(rest)
          .isEqualTo(NAMES.stream().filter(n -> !List.of("0", "Zoo", "z").contains(n)).toList());
    }
  }

  @Test
  default void aStreamNeedNotBeReadToItsEnd() {
    createAll();
    for (int i = 0; i < 50; i++) {
      try (Stream<Function> stream = store().stream(FunctionQuery.ALL)) {
        assertThat(stream.findFirst().map(Function::name)).contains("0");
      }
    }
    assertThat(names(FunctionQuery.ALL)).isEqualTo(NAMES);
  }
}
